package io.pullway.proxy;

import io.pullway.wire.FieldLines;
import io.pullway.wire.RequestId;
import io.vertx.core.http.HttpServerRequest;

/**
 * One request of a client, from its arrival to what it was told, as far as those are concerned who watch the
 * proxy. Used on the client's event loop.
 */
final class Exchange {
    private final HttpServerRequest request;
    private final RequestId id;
    private final RequestMeters meters;
    private final RequestTraces.RequestTrace trace;
    private final long arrivedNanos = System.nanoTime();
    private String resource = RequestMeters.OTHER;
    private boolean ended;

    /** @param id of the proxy, for people, as long as the request has no other */
    Exchange(HttpServerRequest request, RequestId id, Telemetry telemetry) {
        this.request = request;
        this.id = id;
        this.meters = telemetry.meters();
        this.trace = telemetry.traceOfCurrentRequest();
    }

    HttpServerRequest request() {
        return request;
    }

    RequestId id() {
        return id;
    }

    /** What it is for, once that is known. */
    void isFor(String known) {
        resource = known;
    }

    /** Where traces are on, whoever gets these fields continues that of the request. */
    void passTraceOn(FieldLines fields) {
        if (trace != null) {
            trace.passOn(fields);
        }
    }

    /** Its client is told this now. @param known under which the platform knows the request */
    void told(RequestId known, Outcome outcome) {
        end(known, outcome.token());
    }

    /** Its client went away, perhaps before it was told anything. */
    void clientGone() {
        end(id, "client-gone");
    }

    private void end(RequestId known, String how) {
        if (!ended) {
            ended = true;
            String label = meters.label(resource);
            meters.ended(label, how, System.nanoTime() - arrivedNanos);
            if (trace != null) {
                trace.ended(known, label, how);
            }
        }
    }
}
