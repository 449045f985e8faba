package io.pullway.rating.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.fixtures.PostgresServer;
import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The averages that are made of events. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
@WithTestResource(EventsForTests.class)
class AveragesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** How many counts differ from what the ratings themselves say. */
    private static final String DIFFERENCES = """
            SELECT count(*) FROM (SELECT service_id, score, ratings FROM score_counts WHERE ratings <> 0) counted
            FULL JOIN (SELECT service_id, score, count(*) AS ratings FROM ratings GROUP BY service_id, score) rated
                USING (service_id, score)
            WHERE counted.ratings IS DISTINCT FROM rated.ratings""";

    NatsServer nats;
    PostgresServer postgres;

    @Test
    void come_to_what_the_ratings_are_and_count_those_that_were_there_before() {
        String rating = Api.newRating(2);
        Api.patch(rating, "{\"score\":4}");
        Api.patch(rating, "{\"comment\":\"Still four.\"}");
        Api.delete(Api.newRating(5));

        awaitEqual();
        assertThat(Outboxes.number(postgres, "SELECT sum(ratings) FROM score_counts"))
                .isGreaterThanOrEqualTo(600);
        assertThat(Api.post("/services/-/averages/rebuild", "")
                        .json()
                        .get("corrected")
                        .longValue())
                .isZero();
    }

    @Test
    void count_an_event_once_that_comes_twice() {
        JsonNode rating = Api.get(Api.newRating(3)).json();
        String subject = "event.ratings." + rating.get("serviceId") + ".created";
        awaitEqual();
        try (ToldEvents told = new ToldEvents(nats)) {
            String event = told.await(subject, 1).getFirst().json().toString();

            told.tell(subject, event);
            // Comes after it.
            Api.newRating(1);

            awaitEqual();
            awaitNothingPending(told);
            awaitEqual();
        }
    }

    @Test
    void are_made_anew_from_the_stream_by_one_command() {
        Api.newRating(3);
        awaitEqual();
        Outboxes.change(postgres, "UPDATE score_counts SET ratings = ratings + 1 WHERE service_id = 1");
        Outboxes.change(postgres, "DELETE FROM counted_events");

        Api.Answer rebuilt = Api.post("/services/-/averages/rebuild", "");

        assertThat(rebuilt.status()).as(rebuilt.http().body()).isEqualTo(200);
        assertThat(rebuilt.json().get("corrected").longValue()).isOne();
        assertThat(Outboxes.number(postgres, DIFFERENCES)).isZero();
        Api.newRating(1);
        awaitEqual();
    }

    @Test
    void go_on_behind_an_event_that_cannot_be_counted() {
        try (ToldEvents told = new ToldEvents(nats)) {
            long buried = told.deadLetters();
            told.tell("event.ratings.1.created", """
                    {"specversion":"1.0","id":"5c3a8a2e-0000-4000-8000-000000000001","source":"x",
                     "type":"io.pullway.rating.created","data":{"serviceId":1,"score":9}}""");
            told.tell("event.ratings.1.created", "no event");
            Api.newRating(1);

            awaitEqual();
            Await.until(SOON, "both are buried", () -> told.deadLetters() == buried + 2);
        }
    }

    private void awaitEqual() {
        Await.until(SOON, "the averages are those of the ratings", () -> Outboxes.number(postgres, DIFFERENCES) == 0);
    }

    private static void awaitNothingPending(ToldEvents told) {
        Await.until(SOON, "everything was counted", () -> told.pending() == 0);
    }
}
