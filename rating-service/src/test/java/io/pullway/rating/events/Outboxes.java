package io.pullway.rating.events;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The outbox of a database, seen by its owner. */
final class Outboxes {
    private Outboxes() {}

    static void awaitEmpty(PostgresServer postgres) {
        Await.until(
                Duration.ofSeconds(20),
                "the outbox is empty",
                () -> number(postgres, "SELECT count(*) FROM outbox") == 0);
    }

    static long number(PostgresServer postgres, String select) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static void change(PostgresServer postgres, String sql) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
