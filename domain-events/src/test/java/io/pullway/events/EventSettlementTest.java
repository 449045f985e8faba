package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.ConsumerContext;
import io.nats.client.Message;
import io.pullway.fixtures.Await;
import org.junit.jupiter.api.Test;

/** What becomes of events that a consumer fails on. */
class EventSettlementTest {
    private static final Event EVENT = new Event("1", "x", "t", null, null, null, 1);

    @Test
    void whatFailedOftenEnoughIsBuriedAndWhatHadToWaitIsNot() throws Exception {
        try (EventsOnNats nats = new EventsOnNats()) {
            ConsumerContext consumer = nats.connection().getConsumerContext(EventsOnNats.STREAM, EventsOnNats.CONSUMER);
            nats.tell("{}");
            MeterRegistry meters = new SimpleMeterRegistry();
            EventSettlement settlement =
                    new EventSettlement(nats.link(), EventsOnNats.CONSUMER, nats.config(), new EventFigures(meters));

            for (int outage = 0; outage < 4; outage++) {
                settlement.failed(next(consumer), EVENT, new TryLaterException("the database is away", null));
            }
            settlement.failed(next(consumer), EVENT, new IllegalStateException("no"));
            Message last = next(consumer);
            assertThat(last.metaData().deliveredCount()).isEqualTo(6);
            settlement.failed(last, EVENT, new IllegalStateException("no"));

            Await.until(EventsOnNats.SOON, "it is buried", () -> nats.messages("DEAD_LETTERS") == 1);
            Await.until(EventsOnNats.SOON, "that is counted", () -> heard(meters, "buried") == 1);
            assertThat(heard(meters, "failed")).isEqualTo(2);
            assertThat(heard(meters, "postponed")).isEqualTo(4);
            assertThat(heard(meters, "done")).isZero();
        }
    }

    private static double heard(MeterRegistry meters, String outcome) {
        return meters.get("pullway.events.heard")
                .tags("consumer", EventsOnNats.CONSUMER, "outcome", outcome)
                .counter()
                .count();
    }

    private static Message next(ConsumerContext consumer) throws Exception {
        Message message = consumer.next(EventsOnNats.SOON);
        assertThat(message).as("the event comes again").isNotNull();
        return message;
    }
}
