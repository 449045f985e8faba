package io.pullway.proxy;

import io.netty.channel.Channel;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The end of this proxy ({@code quarkus.shutdown.delay}): it says that it is not ready, still takes what comes, and
 * asks each client with its answer to connect anew, which then leads to another proxy. Shortly before the delay is
 * over its port takes no further connection, so that what is in flight then is all that there will be. Safe for all
 * threads.
 */
@Singleton
final class Ending {
    /** Below the API root, for gateways: 204 while new requests may come here, then 503. */
    static final String READY_PATH = "/-/ready";

    /** For the first request of a connection that was taken as the last. */
    private static final Duration LAST_REQUESTS = Duration.ofMillis(500);

    private final Vertx vertx;
    private final Duration delay;
    private final Set<Channel> ports = ConcurrentHashMap.newKeySet();
    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();
    private volatile boolean begun;
    private volatile boolean closed;

    Ending(Vertx vertx, @ConfigProperty(name = "quarkus.shutdown.delay") Duration delay) {
        this.vertx = vertx;
        this.delay = delay;
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        begun = true;
        tasks.forEach(Runnable::run);
        vertx.setTimer(Math.max(1, delay.minus(LAST_REQUESTS).toMillis()), timer -> {
            closed = true;
            ports.forEach(Channel::close);
        });
    }

    /** To be called before the proxy is ready. */
    void whenItBegins(Runnable task) {
        tasks.add(task);
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
        notePort(request);
        if (request.version() == HttpVersion.HTTP_2) {
            // RFC 9113 section 6.8: what is under way is finished.
            request.connection().shutdown();
        } else {
            request.response().putHeader("connection", "close");
        }
    }

    /** Vert.x closes a port only together with its connections: Netty knows the port that a connection came by. */
    private void notePort(HttpServerRequest request) {
        Channel port = ((ConnectionBase) request.connection()).channel().parent();
        ports.add(port);
        if (closed) {
            port.close();
        }
    }
}
