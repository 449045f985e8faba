package io.pullway.events;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What can be set of domain events. */
@ConfigMapping(prefix = "pullway.events")
public interface EventsConfig {
    /** Whether events are told and heard. Default: true, but false in tests. */
    Optional<Boolean> enabled();

    /** How often the outbox is looked into where nobody says that something was put there, 10 ms to 1 min. */
    @WithDefault("1s")
    Duration poll();

    /** How long NATS may take to store an event before it is told again, 100 ms to 10 s. */
    @WithDefault("5s")
    Duration publishTimeout();

    /** How often an instance fails on an event before it is buried, {@code TryLaterException}s aside; 1 to 1,000. */
    @WithDefault("8")
    int maxDeliveries();

    /** How long the first retry waits; each further one twice as long, up to 1 min. 10 ms to 1 min. */
    @WithDefault("1s")
    Duration retryDelay();
}
