package io.pullway.rating.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.fixtures.PostgresServer;
import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

    private static final String COUNTS_WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%counted_events%'";

    @Inject
    AveragesRebuild averages;

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
    void are_made_anew_though_the_stream_has_dropped_what_is_in_the_checkpoint() throws Exception {
        Api.newRating(3);
        awaitEqual();
        averages.advance();
        try (ToldEvents told = new ToldEvents(nats)) {
            told.dropFirst();
        }
        Api.newRating(4);
        awaitEqual();
        Outboxes.change(postgres, "UPDATE score_counts SET ratings = ratings + 1 WHERE service_id = 1");

        Api.Answer rebuilt = Api.post("/services/-/averages/rebuild", "");

        assertThat(rebuilt.status()).as(rebuilt.http().body()).isEqualTo(200);
        assertThat(rebuilt.json().get("corrected").longValue()).isOne();
        assertThat(Outboxes.number(postgres, DIFFERENCES)).isZero();
    }

    @Test
    void are_left_as_they_are_when_the_stream_has_dropped_what_is_nowhere_else() throws Exception {
        averages.advance();
        long sequence = Outboxes.number(postgres, "SELECT sequence FROM checkpoint");
        try (ToldEvents told = new ToldEvents(nats)) {
            told.dropFirst();
        }
        Outboxes.change(postgres, "UPDATE checkpoint SET sequence = 0");
        try {
            Api.post("/services/-/averages/rebuild", "").problem(409);
            assertThatThrownBy(averages::advance).isInstanceOf(AveragesRebuild.IncompleteStreamException.class);
            assertThat(Outboxes.number(postgres, "SELECT sum(ratings) FROM score_counts"))
                    .isPositive();
        } finally {
            Outboxes.change(postgres, "UPDATE checkpoint SET sequence = " + sequence);
        }
    }

    @Test
    void count_an_event_once_that_comes_again_after_the_checkpoint() throws Exception {
        JsonNode rating = Api.get(Api.newRating(5)).json();
        String subject = "event.ratings." + rating.get("serviceId") + ".created";
        awaitEqual();
        try (ToldEvents told = new ToldEvents(nats)) {
            String event = told.await(subject, 1).getFirst().json().toString();
            averages.advance();
            told.tell(subject, event);

            assertThat(averages.advance()).isOne();
            assertThat(averages.run().corrected()).isZero();
            awaitEqual();
        }
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

    /** Else two instances that count {@code 1 to 2} and {@code 2 to 1} of one service wait for each other. */
    @Test
    void hold_no_higher_score_while_they_wait_for_a_lower_one() throws SQLException {
        long service = Api.id(Api.newService());
        rate(service, 1);
        String rating = rate(service, 2);
        awaitEqual();
        try (Connection other = postgres.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            String counts =
                    "SELECT FROM score_counts WHERE service_id = " + service + " AND score = %d FOR UPDATE NOWAIT";
            statement.execute(counts.formatted(1));

            Api.patch(rating, "{\"score\":1}");
            Await.until(SOON, "the change waits to be counted", () -> Outboxes.number(postgres, COUNTS_WAITING) == 1);

            statement.execute(counts.formatted(2));
            other.rollback();
        }
        awaitEqual();
    }

    /** A count enters both tables, in either order, and waits where the command has locked one. */
    @Test
    void are_made_anew_beside_a_count_that_has_begun() throws SQLException {
        Api.newRating(3);
        awaitEqual();
        try (Connection count = postgres.connect();
                Statement statement = count.createStatement()) {
            count.setAutoCommit(false);
            statement.execute("LOCK TABLE score_counts IN ROW EXCLUSIVE MODE");

            assertThat(Api.post("/services/-/averages/rebuild", "").status()).isEqualTo(200);

            statement.execute("LOCK TABLE counted_events IN ROW EXCLUSIVE MODE NOWAIT");
        }
    }

    private static String rate(long service, int score) {
        return Api.post("/ratings", Api.rating(Api.id(Api.newUser()), service, score))
                .createdPath();
    }

    private void awaitEqual() {
        Await.until(SOON, "the averages are those of the ratings", () -> Outboxes.number(postgres, DIFFERENCES) == 0);
    }

    private static void awaitNothingPending(ToldEvents told) {
        Await.until(SOON, "everything was counted", () -> told.pending() == 0);
    }
}
