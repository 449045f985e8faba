package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.PostgresServer;
import io.pullway.rating.Api.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What clients see of a database that is away or broken: when to come again, and nothing of its inside. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class BrokenDatabaseTest {
    PostgresServer postgres;

    @Test
    void while_postgresql_is_away_clients_are_told_to_come_again_and_afterwards_served() {
        assertThat(Api.get("/users/1").status()).isEqualTo(200);
        postgres.stop();
        try {
            assertUnavailable(Api.get("/users/1"));
            assertUnavailable(Api.get("/ratings"));
            assertUnavailable(Api.post("/users", "{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}"));
            assertUnavailable(Api.post("/ratings", Api.rating(1, 1, 1)));
            assertUnavailable(Api.delete("/users/9000000000"));
            assertUnavailable(Api.delete("/users/1", "x-api-key", "pwk_" + "A".repeat(43)));
            assertThat(Api.post("/users", "{}").wrongFields()).hasSize(2);
        } finally {
            postgres.start();
        }
        Await.until(
                Duration.ofSeconds(10),
                "the service answers again",
                () -> Api.get("/users/1").status() == 200);
    }

    @Test
    void when_postgresql_dies_with_a_change_in_hand_its_client_learns_that_nobody_knows() throws Exception {
        String ada = "{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}";
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = postgres.connect();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
            Future<Answer> change = clients.submit(() -> Api.post("/users", ada));
            Future<Answer> read = clients.submit(() -> Api.get("/users/1"));
            Await.until(Duration.ofSeconds(10), "both wait for the lock", () -> waitingForLocks() == 2);

            postgres.kill();

            assertThat(change.get().problem(500).get("detail").textValue())
                    .isEqualTo("It is not known whether this request had an effect.");
            assertUnavailable(read.get());
        } catch (SQLException closing) {
            assertThat(closing.getSQLState()).as(closing.getMessage()).startsWith("08");
        } finally {
            postgres.start();
        }
    }

    @Test
    void an_error_that_nobody_expected_says_nothing_of_the_inside() throws SQLException {
        execute("ALTER TABLE users RENAME TO users_elsewhere");
        try {
            Answer failed = Api.get("/users/1");

            assertThat(failed.problem(500).toString())
                    .isEqualTo("{\"title\":\"Internal Server Error\",\"status\":500}");
        } finally {
            execute("ALTER TABLE users_elsewhere RENAME TO users");
        }
        assertThat(Api.get("/users/1").status()).isEqualTo(200);
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.problem(503).toString()).isEqualTo("{\"title\":\"Service Unavailable\",\"status\":503}");
        assertThat(answer.field("retry-after")).isEqualTo("1");
    }

    private int waitingForLocks() {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
