package io.pullway.rating.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.fixtures.PostgresServer;
import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an operator sees of telling and hearing. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
@WithTestResource(EventsForTests.class)
class EventFiguresTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    MeterRegistry meters;

    NatsServer nats;
    PostgresServer postgres;

    @Test
    void what_is_told_and_heard_is_counted() {
        Outboxes.awaitEmpty(postgres);
        try (ToldEvents told = new ToldEvents(nats)) {
            Await.until(SOON, "all of before is heard", () -> told.pending() == 0);
        }
        double stored = told("stored");
        double done = heard("done");

        Api.newRating(4);

        // Of a user, a service and the rating; the averages are about ratings only.
        Await.until(SOON, "three are told", () -> told("stored") == stored + 3);
        Await.until(SOON, "one is heard", () -> heard("done") == done + 1);
    }

    @Test
    void what_no_consumer_can_do_is_counted_when_it_is_buried() {
        double failed = heard("failed");
        double buried = heard("buried");
        try (ToldEvents told = new ToldEvents(nats)) {
            told.tell("event.ratings.1.created", """
                    {"specversion":"1.0","id":"5c3a8a2e-0000-4000-8000-000000000002","source":"x",
                     "type":"io.pullway.rating.created","data":{"serviceId":1,"score":0}}""");

            Await.until(SOON, "it is buried", () -> heard("buried") == buried + 1);
            assertThat(heard("failed")).isEqualTo(failed + 3);
        }
    }

    @Test
    void for_how_long_the_oldest_event_has_not_been_told_is_seen() {
        Outboxes.awaitEmpty(postgres);
        assertThat(waiting()).isZero();
        Outboxes.change(postgres, """
                INSERT INTO outbox (time, resource, key, what, type, subject, data)
                VALUES (now() - interval '100 s', 'ratings', 'no token', 'created', 'x', 'ratings/0', '{}')""");
        try {
            assertThat(waiting()).isBetween(100.0, 130.0);
        } finally {
            Outboxes.change(postgres, "DELETE FROM outbox WHERE key = 'no token'");
        }
        assertThat(waiting()).isZero();
    }

    private double waiting() {
        return meters.get("pullway.events.waiting").gauge().value();
    }

    private double told(String outcome) {
        return meters.get("pullway.events.told")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double heard(String outcome) {
        return meters.get("pullway.events.heard")
                .tags("consumer", EventsForTests.CONSUMER, "outcome", outcome)
                .counter()
                .count();
    }
}
