package io.pullway.server.calls;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.pullway.wire.FieldLines;
import jakarta.inject.Singleton;

/**
 * Shows calls of other services as spans, below that of the request that makes them, and tells those services so. Not
 * used, and not even loaded, in an application without OpenTelemetry; where traces are off it does nothing. Safe for all
 * threads.
 */
@Singleton
public final class CallSpans {
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> TARGET = AttributeKey.stringKey("url.path");

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    CallSpans(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer("io.pullway.server");
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
    }

    /** A call begins, on the thread that makes it. @return to be run once, when it is answered */
    Runnable begin(String method, String target, FieldLines fields) {
        if (!Span.current().getSpanContext().isValid()) {
            return () -> {};
        }
        Span span = tracer.spanBuilder("call " + method)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(METHOD, method)
                .setAttribute(TARGET, target)
                .startSpan();
        propagator.inject(Context.current().with(span), fields, FieldLines::set);
        return span::end;
    }
}
