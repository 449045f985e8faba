package io.pullway.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.once.Request.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code @OnceOnly} where deliveries meet, instances stand still, and PostgreSQL ends or refuses. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class OnceOnlyInTroubleTest extends OnceOnlyCase {
    @Test
    void two_deliveries_at_the_same_moment_never_run_side_by_side() {
        Request request = Request.to("slow?name=" + name);
        EffectsResource.FROZEN.set(true);
        CompletableFuture<HttpResponse<byte[]>> first = request.delivering();
        Await.until(SOON, "the first runs", () -> EffectsResource.RUNNING.get() == 1);
        CompletableFuture<HttpResponse<byte[]>> second = request.delivering();
        Await.until(SOON, "the second waits for the row", () -> rows().waitingForLocks() == 1);

        EffectsResource.FROZEN.set(false);

        assertThat(Request.answer(second.join())).usingRecursiveComparison().isEqualTo(Request.answer(first.join()));
        assertThat(EffectsResource.MOST).hasValue(1);
        assertThat(EffectsResource.RUNS).hasValue(1);
        assertThat(rows().effects(name)).isEqualTo(1);
    }

    @Test
    void a_delivery_waits_no_longer_than_the_lock_timeout_and_is_given_back() {
        Request request = Request.to("slow?name=" + name);
        EffectsResource.FROZEN.set(true);
        CompletableFuture<HttpResponse<byte[]>> first = request.delivering();
        Await.until(SOON, "the first runs", () -> EffectsResource.RUNNING.get() == 1);

        long started = System.nanoTime();
        HttpResponse<byte[]> second = request.deliver();
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);

        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue(Deliveries.GIVEN_BACK)).hasValue("PT1S");
        assertThat(second.headers().firstValue("retry-after")).hasValue("1");
        assertThat(waited).isBetween(900L, 2_500L);
        EffectsResource.FROZEN.set(false);
        assertThat(first.join().statusCode()).isEqualTo(201);
        assertThat(Request.answer(request.deliver()))
                .usingRecursiveComparison()
                .isEqualTo(Request.answer(first.join()));
        assertThat(EffectsResource.RUNS).hasValue(1);
    }

    @Test
    void the_database_ends_the_transaction_of_a_frozen_holder_and_the_next_delivery_runs() {
        Request request = Request.to("slow?name=" + name);
        EffectsResource.FROZEN.set(true);
        CompletableFuture<HttpResponse<byte[]>> frozen = request.delivering();
        Await.until(SOON, "the first runs", () -> EffectsResource.RUNNING.get() == 1);
        Await.until(SOON, "its effect is gone", () -> rows().idleInTransaction() == 0);
        EffectsResource.FROZEN.set(false);

        assertThat(frozen.join().headers().firstValue(Deliveries.GIVEN_BACK)).hasValue("PT1S");
        Answer next = Request.answer(request.deliver());

        assertThat(next.status()).isEqualTo(201);
        assertThat(rows().effects(name)).isEqualTo(1);
        assertThat(Request.answer(request.deliver())).usingRecursiveComparison().isEqualTo(next);
    }

    @Test
    void a_request_whose_commit_nobody_knows_of_is_given_back() {
        Request request = Request.to("answer?status=200&name=end-session-" + name);

        HttpResponse<byte[]> unknown = request.deliver();

        assertThat(unknown.statusCode()).isEqualTo(500);
        assertThat(unknown.headers().firstValue(Deliveries.GIVEN_BACK)).hasValue("PT1S");
    }

    @Test
    void a_row_without_an_answer_is_no_answer() {
        Request request = Request.to("jdbc?name=" + name);
        rows().execute("INSERT INTO pullway_once_only (request_id) VALUES ('" + request.id() + "')");

        HttpResponse<byte[]> unknown = request.deliver();

        assertThat(unknown.statusCode()).isEqualTo(503);
        assertThat(unknown.headers().firstValue(Deliveries.GIVEN_BACK)).hasValue("PT1S");
        assertThat(EffectsResource.RUNS).hasValue(0);
    }

    /** Of the first delivery it is known that nothing has happened; of a later one it is not. */
    @Test
    void without_a_database_only_the_first_delivery_is_answered() {
        Request request = Request.to("jdbc?name=" + name);
        postgres.stop();
        try {
            HttpResponse<byte[]> first = request.deliver();
            assertThat(first.statusCode()).isEqualTo(503);
            assertThat(first.headers().firstValue("retry-after")).hasValue("1");
            assertThat(first.headers().firstValue(Deliveries.GIVEN_BACK)).isEmpty();
            assertThat(request.deliverAgain().headers().firstValue(Deliveries.GIVEN_BACK))
                    .hasValue("PT1S");
            assertThat(EffectsResource.RUNS).hasValue(0);
        } finally {
            postgres.start();
        }
        Await.until(
                SOON, "the service answers again", () -> request.deliverAgain().statusCode() == 201);
        assertThat(rows().effects(name)).isEqualTo(1);
    }

    @Test
    void the_limit_on_waiting_does_not_count_for_the_method_itself() throws Exception {
        try (Connection other = postgres.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE effects IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<HttpResponse<byte[]>> waiting =
                    Request.to("jdbc?name=" + name).delivering();
            Await.until(
                    SOON,
                    "it has waited for longer than a delivery may",
                    () -> rows().count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND query_start < now() - interval '1500 ms'")
                            == 1);

            other.rollback();

            assertThat(waiting.join().statusCode()).isEqualTo(201);
        }
    }

    @Test
    void answers_are_deleted_when_they_are_older_than_they_are_kept() {
        Request kept = Request.to("jdbc?name=" + name);
        Request old = Request.to("jdbc?name=" + name + "x");
        kept.deliver();
        old.deliver();
        rows().execute(
                        "UPDATE pullway_once_only SET stored_at = now() - interval '24 hours 59 minutes' WHERE request_id = '"
                                + kept.id() + "'");
        rows().execute(
                        "UPDATE pullway_once_only SET stored_at = now() - interval '25 hours 1 second' WHERE request_id = '"
                                + old.id() + "'");
        rows().execute("INSERT INTO pullway_once_only (request_id, stored_at)"
                + " SELECT gen_random_uuid(), now() - interval '26 hours' FROM generate_series(1, 2500)");

        Await.until(
                SOON,
                "what is old is gone",
                () -> rows().count(
                                        "SELECT count(*) FROM pullway_once_only WHERE stored_at < now() - interval '25 hours'")
                        == 0);

        assertThat(rows().isStored(old)).isFalse();
        assertThat(rows().isStored(kept)).isTrue();
    }

    @Test
    void a_missing_table_is_named_with_what_to_do() {
        rows().execute("ALTER TABLE pullway_once_only RENAME TO elsewhere");
        try {
            assertThat(Request.to("jdbc?name=" + name).deliver().statusCode()).isEqualTo(500);
            assertThat(rows().effects(name)).isZero();
        } finally {
            rows().execute("ALTER TABLE elsewhere RENAME TO pullway_once_only");
        }
    }
}
