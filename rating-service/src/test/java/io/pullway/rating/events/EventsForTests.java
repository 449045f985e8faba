package io.pullway.rating.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Gives the application a NATS for its events, and the tests that ask for it by a field the server. */
public class EventsForTests implements QuarkusTestResourceLifecycleManager {
    static final String STREAM = "EVENTS_rating-service";
    static final String CONSUMER = "averages";

    private NatsServer nats;

    @Override
    public Map<String, String> start() {
        nats = NatsServer.started();
        try (Connection connection = nats.connect()) {
            JetStreamManagement management = connection.jetStreamManagement();
            management.addStream(StreamConfiguration.builder()
                    .name(STREAM)
                    .subjects("event.users.>", "event.services.>", "event.ratings.>")
                    .duplicateWindow(Duration.ofMinutes(2))
                    .build());
            management.addStream(StreamConfiguration.builder()
                    .name("DEAD_LETTERS")
                    .subjects("dead.>")
                    .build());
            management.createConsumer(
                    STREAM,
                    ConsumerConfiguration.builder()
                            .durable(CONSUMER)
                            .filterSubject("event.ratings.>")
                            .ackPolicy(AckPolicy.Explicit)
                            .ackWait(Duration.ofSeconds(5))
                            .build());
        } catch (IOException | JetStreamApiException | InterruptedException e) {
            throw new AssertionError(e);
        }
        return Map.of(
                "pullway.nats.servers", nats.url(),
                "pullway.events.enabled", "true",
                "pullway.events.poll", "100ms",
                "pullway.events.max-deliveries", "3",
                "pullway.events.retry-delay", "100ms");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(nats, new TestInjector.MatchesType(NatsServer.class));
    }

    @Override
    public void stop() {
        if (nats != null) {
            nats.close();
        }
    }
}
