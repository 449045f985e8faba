package io.pullway.server;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Shows the time that a request waited in its queue as a span: beside that of its work, below that of the proxy.
 * A request that comes without a trace gets none of it here. Safe for all threads.
 *
 * <p>The one class of the server that knows OpenTelemetry; not used, and not even loaded, where traces are off.
 */
@Singleton
public final class QueueSpans {
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> OPERATION_NAME = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> CONSUMER = AttributeKey.stringKey("messaging.consumer.group.name");
    private static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<String> RESOURCE = AttributeKey.stringKey("pullway.resource");
    private static final AttributeKey<Long> DELIVERIES = AttributeKey.longKey("pullway.deliveries");

    private static final TextMapGetter<FieldLines> FIELDS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(FieldLines carrier) {
            List<String> names = new ArrayList<>(carrier.size());
            for (int i = 0; i < carrier.size(); i++) {
                names.add(carrier.name(i));
            }
            return names;
        }

        @Override
        public String get(FieldLines carrier, String name) {
            return carrier == null ? null : carrier.first(name);
        }
    };

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    QueueSpans(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer("io.pullway.server");
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
    }

    /**
     * A request is started now.
     *
     * @param binding of the consumer that delivered it
     * @param waitedNanos how long it was stored, by the clock of the NATS server
     */
    void waited(Delivery delivery, ConsumerBinding binding, long waitedNanos) {
        HttpRequestMessage request = delivery.request();
        Context sender = propagator.extract(Context.root(), request.fields(), FIELDS);
        if (!Span.fromContext(sender).getSpanContext().isValid()) {
            return;
        }
        // On the clock of this machine, like the span of the work, which begins now.
        long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
        tracer.spanBuilder("wait " + binding.stream())
                .setParent(sender)
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(now - waitedNanos, TimeUnit.NANOSECONDS)
                .setAttribute(SYSTEM, "nats")
                .setAttribute(OPERATION_TYPE, "receive")
                .setAttribute(OPERATION_NAME, "wait")
                .setAttribute(DESTINATION, binding.stream())
                .setAttribute(CONSUMER, binding.consumer())
                .setAttribute(MESSAGE_ID, request.envelope().requestId().text())
                .setAttribute(RESOURCE, delivery.resource())
                .setAttribute(DELIVERIES, delivery.info().deliveries())
                .startSpan()
                .end(now, TimeUnit.NANOSECONDS);
    }
}
