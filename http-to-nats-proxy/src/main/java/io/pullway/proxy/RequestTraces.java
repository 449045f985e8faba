package io.pullway.proxy;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.instrumentation.api.semconv.http.HttpServerRoute;
import io.opentelemetry.instrumentation.api.semconv.http.HttpServerRouteSource;
import io.pullway.wire.FieldLines;
import io.pullway.wire.RequestId;

/**
 * Makes the proxy a part of its clients' traces. Vert.x begins a span for each request and ends it with the answer;
 * here it is passed on with the message, in the fields of W3C Trace Context, and gets its name.
 *
 * <p>The one class of the proxy that knows OpenTelemetry; there is none where traces are off.
 */
final class RequestTraces {
    private final TextMapPropagator propagator;
    private final String apiRoot;

    /** @param apiRoot under which services are reached */
    RequestTraces(OpenTelemetry openTelemetry, String apiRoot) {
        this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
        this.apiRoot = apiRoot;
    }

    /** Of the request that the calling event loop has just begun to handle. */
    RequestTrace ofCurrentRequest() {
        return new RequestTrace(Context.current());
    }

    /** The trace of one request, used on its event loop. */
    final class RequestTrace {
        private final Context context;

        private RequestTrace(Context context) {
            this.context = context;
        }

        /** Who works on the message continues here, instead of where the client was. */
        void passOn(FieldLines fields) {
            propagator.inject(context, fields, FieldLines::set);
        }

        /** The answer is about to be sent, or nobody is there to get one. @param resource label, one of few */
        void ended(RequestId id, String resource, String outcome) {
            Span.fromContext(context)
                    .setAttribute("pullway.request_id", id.text())
                    .setAttribute("pullway.resource", resource)
                    .setAttribute("pullway.outcome", outcome);
            if (!resource.equals(RequestMeters.OTHER)) {
                HttpServerRoute.update(context, HttpServerRouteSource.CONTROLLER, apiRoot + "/" + resource);
            }
        }
    }
}
