package io.pullway.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.PostgresServer;
import io.pullway.once.Request.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code @OnceOnly} in an application, against a real PostgreSQL. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class OnceOnlyTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    PostgresServer postgres;
    private final String name = "n" + UUID.randomUUID();

    @BeforeEach
    void reset() {
        EffectsResource.RUNS.set(0);
        EffectsResource.MOST.set(0);
        EffectsResource.FROZEN.set(false);
    }

    @AfterEach
    void letGo() {
        EffectsResource.FROZEN.set(false);
        Await.until(SOON, "no method runs", () -> EffectsResource.RUNNING.get() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc", "entity", "count", "text", "list", "nothing", "panache", "panache-transactional", "slow"
            })
    void a_request_delivered_again_has_one_effect_and_the_same_answer_byte_for_byte(String path) {
        Request request = Request.to(path + "?name=" + name);

        Answer first = Request.answer(request.deliver());
        Answer second = Request.answer(request.deliver());
        Answer third = Request.answer(request.deliver());

        assertThat(first.status()).as(first.text()).isBetween(200, 204);
        assertThat(second).usingRecursiveComparison().isEqualTo(first);
        assertThat(third).usingRecursiveComparison().isEqualTo(first);
        assertThat(EffectsResource.RUNS).hasValue(1);
        assertThat(effects()).isEqualTo(1);
    }

    /** Id and name differ from run to run, so each pair is compared with both taken out. */
    @ParameterizedTest
    @ValueSource(strings = {"entity", "count", "text", "list", "nothing"})
    void the_answer_is_that_of_the_same_method_without_it(String path) {
        Answer with = Request.answer(Request.to(path + "?name=" + name).deliver());
        Answer without = Request.answer(
                Request.to("plain-" + path + "?name=" + name + "x").deliver());

        assertThat(with.status()).isEqualTo(without.status());
        assertThat(masked(with)).isEqualTo(masked(without));
        assertThat(with.headers().get("content-type"))
                .isEqualTo(without.headers().get("content-type"));
        assertThat(with.headers().keySet()).isEqualTo(without.headers().keySet());
    }

    @Test
    void all_header_fields_that_a_response_sets_are_those_of_the_same_method_without_it() {
        Answer with = Request.answer(Request.to("jdbc?name=" + name).deliver());
        Answer without = Request.answer(Request.to("plain?name=" + name + "x").deliver());

        assertThat(with.headers()).containsKeys("location", "cache-control", "set-cookie", "content-type");
        assertThat(with.headers().get("x-several")).containsExactly("one", "two");
        with.headers().keySet().removeAll(java.util.Set.of("location", "content-length"));
        without.headers().keySet().removeAll(java.util.Set.of("location", "content-length"));
        assertThat(with.headers()).isEqualTo(without.headers());
    }

    @Test
    void response_filters_of_the_application_run_again_at_a_replay() {
        Request request = Request.to("jdbc?name=" + name);

        int first = filtered(request.deliver());

        assertThat(filtered(request.deliver())).isEqualTo(first + 1);
        assertThat(EffectsResource.RUNS).hasValue(1);
    }

    @Test
    void another_request_is_another_effect() {
        Request.to("answer?status=200&name=" + name).deliver();
        Request.to("answer?status=200&name=" + name + "x").deliver();

        assertThat(EffectsResource.RUNS).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "checked", "unchecked"})
    void a_method_that_throws_stores_nothing_and_runs_again(String kind) {
        Request request = Request.to("throw?kind=" + kind + "&name=" + name);

        assertThat(request.deliver().statusCode()).isEqualTo(kind.equals("http") ? 409 : 500);
        assertThat(request.deliver().statusCode()).isEqualTo(kind.equals("http") ? 409 : 500);

        assertThat(EffectsResource.RUNS).hasValue(2);
        assertThat(effects()).isZero();
        assertThat(isStored(request)).isFalse();
    }

    @Test
    void a_method_that_throws_after_it_made_an_entity_stores_nothing() {
        Request request = Request.to("panache-throw?name=" + name);

        assertThat(request.deliver().statusCode()).isEqualTo(500);

        assertThat(effects()).isZero();
        assertThat(isStored(request)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 503})
    void an_answer_that_says_that_nothing_happened_makes_it_so(int status) {
        Request request = Request.to("answer?status=" + status + "&name=" + name);

        assertThat(request.deliver().statusCode()).isEqualTo(status);
        assertThat(effects()).isZero();
        assertThat(isStored(request)).isFalse();

        assertThat(request.deliver().statusCode()).isEqualTo(status);
        assertThat(EffectsResource.RUNS).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 409, 500})
    void every_other_answer_is_kept(int status) {
        Request request = Request.to("answer?status=" + status + "&name=" + name);

        String first = Request.answer(request.deliver()).text();

        assertThat(request.deliver().statusCode()).isEqualTo(status);
        assertThat(Request.answer(request.deliver()).text()).isEqualTo(first).startsWith("run ");
        assertThat(EffectsResource.RUNS).hasValue(1);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void what_hibernate_fills_in_at_the_end_of_the_transaction_is_in_the_answer() {
        Request.to("panache?name=" + name).deliver();
        Request change = Request.to("panache-change?name=" + name + "&to=" + name + "x");

        Answer first = Request.answer(change.deliver());

        assertThat(first.text()).contains("\"version\":1", name + "x");
        assertThat(Request.answer(change.deliver()).text()).isEqualTo(first.text());
    }

    @Test
    void what_the_database_refuses_at_the_end_of_the_transaction_stores_nothing() {
        Request.to("panache?name=" + name).deliver();
        Request.to("panache?name=" + name + "x").deliver();
        Request change = Request.to("panache-change?name=" + name + "&to=" + name + "x");

        HttpResponse<byte[]> refused = change.deliver();

        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.headers().firstValue(Deliveries.GIVEN_BACK)).isEmpty();
        assertThat(isStored(change)).isFalse();
    }

    @Test
    void without_an_id_a_method_runs_in_a_transaction_and_leaves_no_row() {
        long rows = count("SELECT count(*) FROM pullway_once_only");

        Request request = new Request(null, "answer?status=200&name=" + name);
        assertThat(request.deliver().statusCode()).isEqualTo(200);
        assertThat(effects()).isEqualTo(1);
        Request refused = new Request(null, "answer?status=403&name=" + name + "x");
        assertThat(refused.deliver().statusCode()).isEqualTo(403);

        assertThat(count("SELECT count(*) FROM effects WHERE name = '" + name + "x'"))
                .isZero();
        assertThat(count("SELECT count(*) FROM pullway_once_only")).isLessThanOrEqualTo(rows);
    }

    @Test
    void two_deliveries_at_the_same_moment_never_run_side_by_side() {
        Request request = Request.to("slow?name=" + name);
        EffectsResource.FROZEN.set(true);
        CompletableFuture<HttpResponse<byte[]>> first = request.delivering();
        Await.until(SOON, "the first runs", () -> EffectsResource.RUNNING.get() == 1);
        CompletableFuture<HttpResponse<byte[]>> second = request.delivering();
        Await.until(SOON, "the second waits for the row", () -> waitingForLocks() == 1);

        EffectsResource.FROZEN.set(false);

        assertThat(Request.answer(second.join())).usingRecursiveComparison().isEqualTo(Request.answer(first.join()));
        assertThat(EffectsResource.MOST).hasValue(1);
        assertThat(EffectsResource.RUNS).hasValue(1);
        assertThat(effects()).isEqualTo(1);
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
        Await.until(SOON, "its effect is gone", () -> idleInTransaction() == 0);
        EffectsResource.FROZEN.set(false);

        assertThat(frozen.join().headers().firstValue(Deliveries.GIVEN_BACK)).hasValue("PT1S");
        Answer next = Request.answer(request.deliver());

        assertThat(next.status()).isEqualTo(201);
        assertThat(effects()).isEqualTo(1);
        assertThat(Request.answer(request.deliver())).usingRecursiveComparison().isEqualTo(next);
    }

    @Test
    void a_request_whose_commit_nobody_knows_of_is_given_back() {
        Request request = Request.to("answer?status=200&name=end-session-" + name);

        HttpResponse<byte[]> unknown = request.deliver();

        assertThat(unknown.statusCode()).isEqualTo(500);
        assertThat(unknown.headers().firstValue(Deliveries.GIVEN_BACK)).hasValue("PT1S");
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
        assertThat(effects()).isEqualTo(1);
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
                    () -> count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
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
        execute("UPDATE pullway_once_only SET stored_at = now() - interval '24 hours 59 minutes' WHERE request_id = '"
                + kept.id() + "'");
        execute("UPDATE pullway_once_only SET stored_at = now() - interval '25 hours 1 second' WHERE request_id = '"
                + old.id() + "'");
        execute("INSERT INTO pullway_once_only (request_id, stored_at)"
                + " SELECT gen_random_uuid(), now() - interval '26 hours' FROM generate_series(1, 2500)");

        Await.until(
                SOON,
                "what is old is gone",
                () -> count("SELECT count(*) FROM pullway_once_only WHERE stored_at < now() - interval '25 hours'")
                        == 0);

        assertThat(isStored(old)).isFalse();
        assertThat(isStored(kept)).isTrue();
    }

    @Test
    void a_missing_table_is_named_with_what_to_do() {
        execute("ALTER TABLE pullway_once_only RENAME TO elsewhere");
        try {
            assertThat(Request.to("jdbc?name=" + name).deliver().statusCode()).isEqualTo(500);
            assertThat(effects()).isZero();
        } finally {
            execute("ALTER TABLE elsewhere RENAME TO pullway_once_only");
        }
    }

    @Test
    void a_method_that_answers_later_is_refused_and_not_run() {
        assertThat(Request.to("later?name=" + name).deliver().statusCode()).isEqualTo(500);
        assertThat(EffectsResource.RUNS).hasValue(0);
    }

    private static int filtered(HttpResponse<byte[]> response) {
        return Integer.parseInt(
                response.headers().firstValue(Deliveries.FILTERED).orElseThrow());
    }

    private String masked(Answer answer) {
        return answer.text().replaceAll(name + "x?", "NAME").replaceAll("[0-9]+", "N");
    }

    private long effects() {
        return count("SELECT (SELECT count(*) FROM effects WHERE name = '" + name + "')"
                + " + (SELECT count(*) FROM notes WHERE text = '" + name + "')");
    }

    private boolean isStored(Request request) {
        return count("SELECT count(*) FROM pullway_once_only WHERE request_id = '" + request.id() + "'") == 1;
    }

    private long waitingForLocks() {
        return count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    }

    private long idleInTransaction() {
        return count("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'");
    }

    private long count(String select) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
