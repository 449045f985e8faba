package io.pullway.rating.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.fixtures.PostgresServer;
import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that cannot be told, and what becomes of the others. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
@WithTestResource(EventsForTests.class)
class StuckEventsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String REFUSAL = """
            {"error":{"code":400,"err_code":10054,"description":"message size exceeds maximum allowed"}}""";

    NatsServer nats;
    PostgresServer postgres;

    @AfterEach
    void forget() {
        Outboxes.change(postgres, "DELETE FROM outbox");
    }

    /** More of them than are told in one turn, and of more than one key. */
    @Test
    void hold_back_nothing_of_other_keys() {
        Outboxes.change(postgres, """
                INSERT INTO outbox (resource, key, what, type, subject, data)
                SELECT 'ratings', 'no token ' || n % 600, 'created', 'io.pullway.rating.created', 'ratings/0', '{}'
                FROM generate_series(1, 1200) n""");
        try (ToldEvents told = new ToldEvents(nats)) {
            JsonNode rating = Api.get(Api.newRating(2)).json();

            told.await("event.ratings." + rating.get("serviceId") + ".created", 1);
            assertThat(Outboxes.number(postgres, "SELECT count(*) FROM outbox WHERE key LIKE 'no token%'"))
                    .isEqualTo(1200);
        }
    }

    /** PostgreSQL takes JSON that is deeper than it is read here. */
    @Test
    void that_cannot_be_written_keep_nothing_from_being_told_and_forgotten() {
        Outboxes.change(postgres, """
                INSERT INTO outbox (resource, key, what, type, subject, data)
                SELECT 'ratings', key, 'created', 'io.pullway.rating.created', 'ratings/0',
                    CASE key WHEN 'deep' THEN repeat('[', 2000) || repeat(']', 2000) ELSE '{}' END::json
                FROM unnest(ARRAY['before', 'deep', 'behind']) key""");

        try (ToldEvents told = new ToldEvents(nats)) {
            told.await("event.ratings.before.created", 1);
            told.await("event.ratings.behind.created", 1);
            Await.until(SOON, "it alone is left", () -> Outboxes.number(postgres, "SELECT count(*) FROM outbox") == 1);
            assertThat(told.of("event.ratings.deep.created")).isEmpty();
        }
    }

    /** Else each change would wait until it has been tried, and for the pause after it. */
    @Test
    void are_tried_less_often_than_others_are_told() throws InterruptedException {
        String rating = Api.newRating(1);
        String changed = "event.ratings." + Api.get(rating).json().get("serviceId") + ".changed";
        AtomicInteger tries = new AtomicInteger();
        try (ToldEvents told = new ToldEvents(nats);
                Connection refusing = nats.connect()) {
            // No stream has this subject: this takes the place of one that refuses.
            refusing.createDispatcher(event -> {
                        tries.incrementAndGet();
                        refusing.publish(event.getReplyTo(), REFUSAL.getBytes(StandardCharsets.UTF_8));
                    })
                    .subscribe("event.refused.>");
            Outboxes.change(postgres, """
                    INSERT INTO outbox (resource, key, what, type, subject, data)
                    VALUES ('refused', '1', 'created', 'x', 'x/1', '{}')""");
            Await.until(SOON, "it is refused", () -> tries.get() > 0);

            int changes = 20;
            for (int change = 1; change <= changes; change++) {
                Api.patch(rating, "{\"score\":%d}".formatted(1 + change % 5));
                told.await(changed, change);
            }

            assertThat(tries).hasValueLessThan(changes);
        }
    }
}
