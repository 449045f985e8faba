package io.pullway.events;

import io.pullway.events.OutboxRow.Key;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The table {@code outbox}: what is committed there is to be told. See docs/events.md for its columns.
 *
 * <p>One instance at a time tells, so that the order is kept: it holds an advisory lock of PostgreSQL for a moment. What is
 * told is deleted by its position, never by "up to this one": a row with a lower position may be committed later.
 */
@Singleton
class Outbox {
    /** What is told in one turn. */
    static final int BATCH = 500;

    /** Until the end of the transaction: a policy on the table may show it to nobody else. */
    private static final String TOLD = "set_config('pullway.outbox', 'told', true)";

    /**
     * Others wait for the lock, so that none misses what it has committed meanwhile; an instance that was frozen while it had
     * the lock loses it. Without fsync: what PostgreSQL forgets of it in a crash is told again, under the same id.
     */
    private static final String ENTER =
            "SELECT " + TOLD + ", set_config('idle_in_transaction_session_timeout', '20s', true),"
                    + " set_config('synchronous_commit', 'off', true),"
                    + " pg_advisory_xact_lock(hashtextextended('pullway.outbox', 0))";

    private static final String NEXT =
            "SELECT position, id, time, resource, key, what, type, subject, data, traceparent FROM outbox"
                    + " WHERE (resource, key) NOT IN (SELECT * FROM unnest(?::text[], ?::text[]))"
                    + " ORDER BY position LIMIT " + BATCH;

    private static final String OLDEST =
            "SELECT extract(epoch FROM clock_timestamp() - time) FROM outbox ORDER BY position LIMIT 1";

    /** Tells what it can of some rows. */
    interface Teller {
        /** @return the positions of what was told */
        Set<Long> tell(List<OutboxRow> rows);
    }

    /** What a turn came to. */
    record Turn(int found, int told) {}

    private final DataSource pool;

    Outbox(DataSource pool) {
        this.pool = pool;
    }

    /** Whether nothing is to be told; costs less than to begin with it. */
    boolean isEmpty() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = found(statement, "SELECT FROM outbox LIMIT 1")) {
            return !found.next();
        }
    }

    /** For how long what stands first has been waiting; empty if nothing is to be told. By the clock of PostgreSQL. */
    Optional<Duration> oldest() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = found(statement, OLDEST)) {
            return found.next()
                    ? Optional.of(Duration.ofMillis((long) (found.getDouble(1) * 1_000)))
                    : Optional.empty();
        }
    }

    /**
     * Has told what comes next, and forgets what was.
     *
     * @param heldBack keys of which nothing is told in this turn
     */
    Turn tellNext(Set<Key> heldBack, Teller teller) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Turn turn = tellNext(connection, List.copyOf(heldBack), teller);
                connection.commit();
                return turn;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static Turn tellNext(Connection connection, List<Key> heldBack, Teller teller) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ENTER);
        }
        List<OutboxRow> rows = new ArrayList<>();
        // A statement of its own: it sees what was committed before the lock was free.
        try (PreparedStatement next = connection.prepareStatement(NEXT)) {
            next.setObject(1, heldBack.stream().map(Key::resource).toArray(String[]::new));
            next.setObject(2, heldBack.stream().map(Key::key).toArray(String[]::new));
            try (ResultSet found = next.executeQuery()) {
                while (found.next()) {
                    rows.add(row(found));
                }
            }
        }
        if (rows.isEmpty()) {
            return new Turn(0, 0);
        }
        Set<Long> told = teller.tell(rows);
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox WHERE position = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", told.toArray()));
            delete.executeUpdate();
        }
        return new Turn(rows.size(), told.size());
    }

    /** In one round trip, and a transaction of its own. */
    private static ResultSet found(Statement statement, String select) throws SQLException {
        statement.execute("SELECT " + TOLD + "; " + select);
        statement.getMoreResults();
        return statement.getResultSet();
    }

    private static OutboxRow row(ResultSet row) throws SQLException {
        Key key = new Key(row.getString("resource"), row.getString("key"));
        return new OutboxRow(
                row.getLong("position"),
                row.getString("id"),
                row.getObject("time", OffsetDateTime.class).toInstant(),
                key,
                row.getString("what"),
                row.getString("type"),
                row.getString("subject"),
                row.getString("data"),
                row.getString("traceparent"));
    }
}
