package io.pullway.proxy;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * The end of this proxy, which begins before its port is closed ({@code quarkus.shutdown.delay}): it says that it is not
 * ready, still takes what comes, and asks each client with its answer to connect anew, which then leads to another
 * proxy. What is closed afterwards is used by nobody. Safe for all threads.
 */
@Singleton
final class Ending {
    /** Below the API root, for gateways: 204 while new requests may come here, then 503. */
    static final String READY_PATH = "/-/ready";

    private volatile boolean begun;

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        begun = true;
    }

    /** Answers whether new requests may come. Without NATS they may: they are refused with a reason. */
    void tell(HttpServerRequest request) {
        leave(request);
        request.response()
                .setStatusCode(begun ? 503 : 204)
                .putHeader("cache-control", "no-store")
                .end();
    }

    /** To be called before each answer: its connection is not to be used again when the proxy ends. */
    void leave(HttpServerRequest request) {
        if (!begun) {
            return;
        }
        if (request.version() == HttpVersion.HTTP_2) {
            // RFC 9113 section 6.8: what is under way is finished.
            request.connection().shutdown();
        } else {
            request.response().putHeader("connection", "close");
        }
    }
}
