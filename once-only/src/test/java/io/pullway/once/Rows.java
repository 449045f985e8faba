package io.pullway.once;

import io.pullway.fixtures.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What is in the database of the application under test. */
record Rows(PostgresServer postgres) {
    /** How many effects a method had under this name. */
    long effects(String name) {
        return count("SELECT (SELECT count(*) FROM effects WHERE name = '" + name + "')"
                + " + (SELECT count(*) FROM notes WHERE text = '" + name + "')");
    }

    /** Whether the answer to the request is kept. */
    boolean isStored(Request request) {
        return count("SELECT count(*) FROM pullway_once_only WHERE request_id = '" + request.id() + "'") == 1;
    }

    long waitingForLocks() {
        return count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    }

    long idleInTransaction() {
        return count("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'");
    }

    long count(String select) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void execute(String sql) {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
