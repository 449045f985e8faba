package io.pullway.proxy;

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
    private final long arrivedNanos = System.nanoTime();
    private String resource = RequestMeters.OTHER;
    private boolean ended;

    /** @param id of the proxy, for people, as long as the request has no other */
    Exchange(HttpServerRequest request, RequestId id, RequestMeters meters) {
        this.request = request;
        this.id = id;
        this.meters = meters;
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

    /** Its client is told this now. */
    void told(Outcome outcome) {
        end(outcome.token());
    }

    /** Its client went away, perhaps before it was told anything. */
    void clientGone() {
        end("client-gone");
    }

    private void end(String how) {
        if (!ended) {
            ended = true;
            meters.ended(resource, how, System.nanoTime() - arrivedNanos);
        }
    }
}
