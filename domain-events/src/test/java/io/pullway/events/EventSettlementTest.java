package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.ConsumerContext;
import io.nats.client.Message;
import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.stream.LongStream;
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

            Message message = next(consumer);
            for (int outage = 0; outage < 4; outage++) {
                TryLaterException away = new TryLaterException("the database is away", null);
                message = failedAndCome(settlement, message, away, Duration.ofMillis(10L << outage), consumer);
            }
            Message last = failedAndCome(
                    settlement, message, new IllegalStateException("no"), Duration.ofMillis(160), consumer);
            assertThat(last.metaData().deliveredCount()).isEqualTo(6);
            settlement.failed(last, EVENT, new IllegalStateException("no"));

            Await.until(EventsOnNats.SOON, "it is buried", () -> nats.messages("DEAD_LETTERS") == 1);
            Await.until(EventsOnNats.SOON, "that is counted", () -> heard(meters, "buried") == 1);
            assertThat(heard(meters, "failed")).isEqualTo(2);
            assertThat(heard(meters, "postponed")).isEqualTo(4);
            assertThat(heard(meters, "done")).isZero();
        }
    }

    @Test
    void eachTimeItWaitsTwiceAsLongAndAMinuteAtMost() {
        assertThat(LongStream.rangeClosed(1, 9)
                        .mapToObj(delivery -> EventSettlement.delay(Duration.ofSeconds(1), delivery))
                        .map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(EventSettlement.delay(Duration.ofMinutes(1), 1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(EventSettlement.delay(Duration.ofMillis(10), Long.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
    }

    /** Fails on a delivery. @return the next one, which comes no sooner than after the delay */
    private static Message failedAndCome(
            EventSettlement settlement, Message message, Exception failure, Duration delay, ConsumerContext consumer)
            throws Exception {
        long failed = System.nanoTime();
        settlement.failed(message, EVENT, failure);
        Message again = next(consumer);
        assertThat(Duration.ofNanos(System.nanoTime() - failed)).isGreaterThanOrEqualTo(delay);
        return again;
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
