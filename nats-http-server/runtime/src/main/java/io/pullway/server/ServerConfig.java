package io.pullway.server;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How this application is served by pulling. */
@ConfigMapping(prefix = "pullway.server")
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface ServerConfig {
    /**
     * The first path segments that this application answers, separated by commas, as in {@code
     * users,ratings}. Required. Each belongs to one service only.
     */
    Optional<List<String>> resources();

    /**
     * Name of the service: of its stream and of the durable consumer that its instances share;
     * that of asynchronous requests has {@code -later} after it. Letters,
     * digits, {@code _} and {@code -}, at most 64. Default: the name of the application.
     */
    Optional<String> service();

    /**
     * Name of this instance, for people. Letters, digits, {@code _} and {@code -}, at most 64. Default: the
     * host's name.
     */
    Optional<String> instance();

    /**
     * Whether requests are pulled. Default: true, but false in tests, where the application answers on
     * its ordinary test port.
     */
    Optional<Boolean> enabled();

    /**
     * How many requests this instance works on at the same time, 1 to 10,000. Never more than the
     * threads of its worker pool or the connections of its database pools, behind which requests would
     * only queue.
     */
    @WithDefault("32")
    int slots();

    /** How many deliveries of one request are run before it is given up, 1 to 1,000. */
    @WithDefault("5")
    int maxDeliveries();

    /** How many deliveries of one asynchronous request are run before it is given up, 1 to 1,000. */
    @WithDefault("20")
    int laterMaxDeliveries();

    /** How long the end of the application waits for requests that it works on. */
    @WithDefault("30s")
    Duration drainTimeout();

    /** How long the start waits for NATS, the stream and the consumer before it gives up. */
    @WithDefault("60s")
    Duration bindTimeout();
}
