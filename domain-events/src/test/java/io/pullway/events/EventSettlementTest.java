package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of events that a consumer fails on. */
class EventSettlementTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Event EVENT = new Event("1", "x", "t", null, null, null, 1);

    @Test
    void whatFailedOftenEnoughIsBuriedAndWhatHadToWaitIsNot() throws Exception {
        try (NatsServer nats = NatsServer.started();
                Connection connection = nats.connect()) {
            JetStreamManagement management = connection.jetStreamManagement();
            for (String stream : new String[] {"EVENTS_x", "DEAD_LETTERS"}) {
                management.addStream(StreamConfiguration.builder()
                        .name(stream)
                        .subjects(stream.equals("EVENTS_x") ? "event.>" : "dead.>")
                        .build());
            }
            management.createConsumer(
                    "EVENTS_x",
                    ConsumerConfiguration.builder()
                            .durable("c")
                            .ackPolicy(AckPolicy.Explicit)
                            .build());
            ConsumerContext consumer = connection.getConsumerContext("EVENTS_x", "c");
            connection.jetStream().publish("event.x.1.created", "{}".getBytes(StandardCharsets.UTF_8));
            SmallRyeConfig config = config(nats);
            EventsLink link = new EventsLink(config.getConfigMapping(EventsConfig.class), config);
            link.open();
            try {
                Await.until(SOON, "a connection", () -> link.connection().isPresent());
                MeterRegistry meters = new SimpleMeterRegistry();
                EventSettlement settlement = new EventSettlement(
                        link, "c", config.getConfigMapping(EventsConfig.class), new EventFigures(meters));

                for (int outage = 0; outage < 4; outage++) {
                    settlement.failed(next(consumer), EVENT, new TryLaterException("the database is away", null));
                }
                settlement.failed(next(consumer), EVENT, new IllegalStateException("no"));
                Message last = next(consumer);
                assertThat(last.metaData().deliveredCount()).isEqualTo(6);
                settlement.failed(last, EVENT, new IllegalStateException("no"));

                Await.until(SOON, "it is buried", () -> messages(management, "DEAD_LETTERS") == 1);
                Await.until(SOON, "that is counted", () -> heard(meters, "buried") == 1);
                assertThat(heard(meters, "failed")).isEqualTo(2);
                assertThat(heard(meters, "postponed")).isEqualTo(4);
                assertThat(heard(meters, "done")).isZero();
            } finally {
                link.close();
            }
        }
    }

    private static double heard(MeterRegistry meters, String outcome) {
        return meters.get("pullway.events.heard")
                .tags("consumer", "c", "outcome", outcome)
                .counter()
                .count();
    }

    private static Message next(ConsumerContext consumer) throws Exception {
        Message message = consumer.next(SOON);
        assertThat(message).as("the event comes again").isNotNull();
        return message;
    }

    private static long messages(JetStreamManagement management, String stream) {
        try {
            return management.getStreamInfo(stream).getStreamState().getMsgCount();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SmallRyeConfig config(NatsServer nats) {
        return new SmallRyeConfigBuilder()
                .withMapping(EventsConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(Map.of(
                        "pullway.nats.servers", nats.url(),
                        "pullway.server.service", "x",
                        "pullway.events.enabled", "true",
                        "pullway.events.max-deliveries", "2",
                        "pullway.events.retry-delay", "10ms"))
                .build();
    }
}
