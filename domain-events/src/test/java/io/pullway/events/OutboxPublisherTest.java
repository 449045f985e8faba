package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What telling does where nothing is told; all else needs an application: see TellingTest and StuckEventsTest there. */
class OutboxPublisherTest {
    @Test
    void whereEventsAreDisabledItEndsLikeEverythingElse() {
        SmallRyeConfig settings = EventsOnNats.settings(Map.of("pullway.events.enabled", "false"));
        EventsConfig config = settings.getConfigMapping(EventsConfig.class);
        // The channel is made by the application, and never used here.
        OutboxPublisher publisher = new OutboxPublisher(
                new Outbox(new PGSimpleDataSource()),
                new EventsLink(config, settings),
                config,
                new CloudEvents(new ObjectMapper()),
                null);
        publisher.start(new StartupEvent());

        assertThatNoException().isThrownBy(() -> publisher.stop(new ShutdownEvent()));
    }
}
