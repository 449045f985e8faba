package io.pullway.events;

import io.nats.client.Connection;
import io.pullway.wire.NatsLink;
import io.pullway.wire.NatsSettings;
import io.pullway.wire.Subjects;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * The connection to NATS for events: not that of requests, so that neither is held up by what the other does. Any thread
 * may call any method.
 */
@Singleton
class EventsLink {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final EventsConfig config;
    private final Config all;
    private final String service;
    private volatile NatsLink link;

    EventsLink(EventsConfig config, Config all) {
        this.config = config;
        this.all = all;
        this.service = all.getOptionalValue("pullway.server.service", String.class)
                .or(() -> all.getOptionalValue("quarkus.application.name", String.class))
                .orElse("");
    }

    @PostConstruct
    void open() {
        requireRange("poll", config.poll(), Duration.ofMillis(10), MINUTE);
        requireRange("publish-timeout", config.publishTimeout(), Duration.ofMillis(100), Duration.ofSeconds(10));
        requireRange("retry-delay", config.retryDelay(), Duration.ofMillis(10), MINUTE);
        if (config.maxDeliveries() < 1 || config.maxDeliveries() > 1_000) {
            throw new ConfigurationException(
                    "pullway.events.max-deliveries is " + config.maxDeliveries() + "; allowed: 1 to 1000");
        }
        if (!isEnabled()) {
            return;
        }
        if (!Subjects.isName(service)) {
            throw new ConfigurationException(
                    "pullway.server.service is '" + service + "'; allowed: 1 to 64 letters, digits, _ and -");
        }
        try {
            NatsSettings settings = NatsSettings.from(name -> all.getOptionalValue(name, String.class));
            link = NatsLink.open(settings, service + "/events", new MendsItself());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    boolean isEnabled() {
        return config.enabled().orElse(LaunchMode.current() != LaunchMode.TEST);
    }

    /** Empty while there is none. */
    Optional<Connection> connection() {
        NatsLink current = link;
        return current != null && current.isConnected() ? Optional.of(current.connection()) : Optional.empty();
    }

    String service() {
        return service;
    }

    /** The stream of this service. */
    String stream() {
        return Subjects.eventStream(service);
    }

    @PreDestroy
    void close() {
        if (link != null) {
            link.close();
        }
    }

    private static void requireRange(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new ConfigurationException(
                    "pullway.events.%s is %s; allowed: %s to %s".formatted(property, value, least, most));
        }
    }

    /** Who uses the connection asks for it each time. */
    private static final class MendsItself implements NatsLink.Listener {
        @Override
        public void connected(Connection connection) {
            // asked for
        }

        @Override
        public void reconnected() {
            // asked for
        }

        @Override
        public void disconnected() {
            // asked for
        }
    }
}
