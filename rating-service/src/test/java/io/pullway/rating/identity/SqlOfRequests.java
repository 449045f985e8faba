package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.fixtures.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** SQL with the rights of requests, in a transaction until {@link #commit} or the end. */
final class SqlOfRequests implements AutoCloseable {
    private final Connection connection;

    SqlOfRequests(PostgresServer postgres) throws SQLException {
        connection = postgres.connect();
        connection.setAutoCommit(false);
        execute("SET ROLE pullway_rating");
        commit();
    }

    /** For whom the rest of the transaction is, as the service says it. */
    void as(Person person, String... roles) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT set_config('pullway.subject', ?, true), set_config('pullway.roles', ?, true)")) {
            statement.setString(1, person.subject());
            statement.setString(2, String.join(",", roles));
            statement.execute();
        }
    }

    /** By privilege or by policy: insufficient_privilege either way. */
    void assertRefused(String statement) throws SQLException {
        execute("SAVEPOINT before");
        assertThatThrownBy(() -> execute(statement))
                .as(statement)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
        execute("ROLLBACK TO before");
    }

    void execute(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /** @return how many rows */
    int change(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(text);
        }
    }

    /** @return the number that is selected */
    long count(String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(select)) {
            row.next();
            return row.getLong(1);
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
