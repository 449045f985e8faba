package io.pullway.server;

import io.nats.client.Connection;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.pullway.corenats.LinkSettings;
import io.pullway.corenats.PairedLink;
import io.pullway.server.calls.ServiceCalls;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.NatsSettings;
import io.pullway.wire.ServerClock;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * Serves the application by pulling, from its start to its end: connects to NATS, binds to the stream and
 * consumers that exist, works, and drains when the application ends.
 */
@Singleton
public final class PullServer implements PairedLink.Listener {
    private static final Logger LOG = Logger.getLogger(PullServer.class);
    private static final Duration BIND_RETRY = Duration.ofSeconds(1);

    private final ServerConfig config;
    private final Config allConfig;
    private final VertxInternal vertx;
    private final Telemetry telemetry;
    private final ServedApplication application;
    private volatile ServerIdentity identity;
    private volatile PairedLink link;
    private volatile RequestWorker worker;
    private volatile boolean stopping;
    private volatile String notBound = "connecting to NATS";

    PullServer(ServerConfig config, Config allConfig, Vertx vertx, Telemetry telemetry, ServedApplication application) {
        this.config = config;
        this.allConfig = allConfig;
        this.vertx = (VertxInternal) vertx;
        this.telemetry = telemetry;
        this.application = application;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled().orElse(LaunchMode.current() != LaunchMode.TEST)) {
            notBound = "switched off by pullway.server.enabled";
            return;
        }
        identity = ServerIdentity.of(config, allConfig);
        link = PairedLink.open(settings(), identity.service() + "/" + identity.instance(), this);
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Thread.ofVirtual().name("bind-watch").start(this::watchBind);
        }
    }

    private LinkSettings settings() {
        try {
            NatsSettings nats = NatsSettings.from(name -> allConfig.getOptionalValue(name, String.class));
            return new LinkSettings(nats, loops().getFirst(), vertx.transport().channelFactory(false));
        } catch (IllegalArgumentException e) {
            // Quarkus prints its message, without a stack trace, and ends.
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** Before anything that requests in hand may need is taken down. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        stopping = true;
        RequestWorker current = worker;
        if (current != null) {
            try {
                LOG.infof(
                        "event=drain-started asked=%d in-hand=%d",
                        current.slots().asked(), current.slots().running());
                current.drain(config.drainTimeout());
                link.requests().flush(Duration.ofSeconds(2));
                LOG.info("event=drained");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException | IllegalStateException e) {
                LOG.warnf("event=drain-not-flushed reason=\"%s\"", e.getMessage());
            }
        }
        application.calls().ifPresent(ServiceCalls::close);
        if (link != null) {
            link.close();
        }
    }

    @Override
    public void connected(Connection control, CoreConnection requests) {
        Connections connections = new Connections(control, requests);
        application
                .calls()
                .ifPresent(calls -> calls.connected(control, requests, identity.service(), identity.instance()));
        StreamBinder binder = new StreamBinder(control, identity);
        String lastSaid = null;
        while (!stopping && worker == null) {
            try {
                work(connections, binder.bind());
                return;
            } catch (StreamBinder.NotBoundException | IOException e) {
                notBound = e.getMessage();
            } catch (InterruptedException e) {
                return;
            }
            if (!notBound.equals(lastSaid)) {
                lastSaid = notBound;
                LOG.warnf("event=not-bound service=%s reason=\"%s\"", identity.service(), notBound);
            }
            if (!pause()) {
                return;
            }
        }
    }

    @Override
    public void reconnected() {
        RequestWorker current = worker;
        if (current != null) {
            current.reconnected();
        }
        application.calls().ifPresent(ServiceCalls::reconnected);
    }

    @Override
    public void disconnected() {
        // What is in hand is finished; its answers cannot be sent, so JetStream delivers it again.
        RequestWorker current = worker;
        if (current != null) {
            current.disconnected();
        }
        application.calls().ifPresent(ServiceCalls::disconnected);
    }

    /** Why requests are not pulled at the moment, or null: they are. */
    String notReady() {
        if (worker == null) {
            return notBound;
        }
        if (stopping) {
            return "draining";
        }
        return link.isConnected() ? null : "disconnected from NATS";
    }

    private void work(Connections connections, ConsumerBinding.Both bindings) throws IOException, InterruptedException {
        ServerClock clock = new ServerClock();
        clock.measure(connections.control(), bindings.direct().stream());
        RequestWorker started = new RequestWorker(
                connections,
                new RequestWorker.Setting(
                        bindings, clock, config.maxDeliveries(), config.laterMaxDeliveries(), application),
                identity,
                applications(),
                telemetry);
        started.start();
        worker = started;
        telemetry.watch(started.slots());
        LOG.infof(
                "event=pulling service=%s instance=%s slots=%d resources=%s",
                identity.service(), identity.instance(), started.slots().total(), identity.resources());
    }

    /** On each of the loops. */
    private List<InJvmHttp> applications() {
        VertxMetrics metrics = vertx.metricsSPI();
        HttpServerMetrics<?, ?, ?> http = metrics == null
                ? null
                : metrics.createHttpServerMetrics(
                        new HttpServerOptions(), SocketAddress.inetSocketAddress(0, "pullway"));
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        return loops().stream()
                .map(loop -> new InJvmHttp(vertx, loop, own, http))
                .toList();
    }

    /** Those that the machine has a processor for. On the first of them requests come and answers go. */
    private List<SingleThreadEventLoop> loops() {
        List<SingleThreadEventLoop> loops = new ArrayList<>();
        for (EventExecutor executor : vertx.getEventLoopGroup()) {
            if (loops.size() < Runtime.getRuntime().availableProcessors()
                    && executor instanceof SingleThreadEventLoop loop) {
                loops.add(loop);
            }
        }
        return loops;
    }

    /** A service that cannot be bound stops with the sentence that says why, and is started again by others. */
    private void watchBind() {
        long deadline = System.nanoTime() + config.bindTimeout().toNanos();
        while (worker == null && !stopping) {
            if (System.nanoTime() - deadline > 0) {
                LOG.errorf("event=gave-up waited=%s reason=\"%s\"", config.bindTimeout(), notBound);
                Quarkus.asyncExit(1);
                return;
            }
            if (!pause()) {
                return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(BIND_RETRY);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
