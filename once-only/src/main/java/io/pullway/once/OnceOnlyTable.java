package io.pullway.once;

import io.pullway.once.StoredAnswer.Header;
import io.pullway.wire.RequestId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * The table {@code pullway_once_only} of the default datasource. Each method but {@link #deleteOlderThan}
 * takes part in the transaction of the calling thread. Any thread may call; all methods block.
 */
@Singleton
class OnceOnlyTable {
    private static final Logger LOG = Logger.getLogger(OnceOnlyTable.class);

    /**
     * One round trip. The limit on waiting counts for the row alone: how long the method itself waits for
     * locks is not ours to say.
     */
    private static final String CLAIM = "SET LOCAL lock_timeout = %d;"
            + " SET LOCAL idle_in_transaction_session_timeout = %d;"
            + " INSERT INTO pullway_once_only (request_id) VALUES (?) ON CONFLICT DO NOTHING;"
            + " SET LOCAL lock_timeout TO DEFAULT";

    private static final String READ = "SELECT status, headers, body FROM pullway_once_only WHERE request_id = ?";

    private static final String STORE =
            "UPDATE pullway_once_only SET status = ?, headers = ?, body = ? WHERE request_id = ?";

    /** Its own statements see no more than the row of one request, where the policy on the table binds them. */
    private static final String FORGET = "SELECT pullway_once_only_forget(make_interval(secs => ?), ?)";

    /** The status of a row whose request was not answered yet. */
    private static final int NO_ANSWER = 0;

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String UNDEFINED_TABLE = "42P01";

    private final DataSource database;
    private final OnceOnlyConfig config;
    private final String claim;

    OnceOnlyTable(DataSource database, OnceOnlyConfig config) {
        this.database = database;
        this.config = config;
        this.claim = CLAIM.formatted(
                config.lockTimeout().toMillis(), config.idleTimeout().toMillis());
    }

    /**
     * Inserts the row of the request, waiting for another transaction that has done so and is not over yet.
     *
     * @return false if the request has been answered: its row is there
     * @throws StillRunningException if the other transaction is not over within the lock timeout
     * @throws NotClaimedException if the database fails
     */
    boolean claim(RequestId id) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(claim)) {
            statement.setObject(1, UUID.fromString(id.text()));
            statement.execute();
            int inserted = 0;
            for (int count = statement.getUpdateCount(); count >= 0; count = nextCount(statement)) {
                inserted += count;
            }
            return inserted == 1;
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    /**
     * @return the answer to a request whose row is there
     * @throws StillRunningException if there is none in it. No transaction that ends as it should leaves such a row; one that
     *     stays ends as {@code gave-up}
     */
    StoredAnswer read(RequestId id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setObject(1, UUID.fromString(id.text()));
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    // Deleted by age since: the request is older than answers are kept.
                    throw new SQLException("the answer to request " + id + " is not kept any more");
                }
                int status = rows.getInt("status");
                if (status == NO_ANSWER) {
                    LOG.warnf("event=row-without-answer request=%s", id);
                    throw stillRunning(new SQLException("the row of request " + id + " has no answer"));
                }
                String[] fields = (String[]) rows.getArray("headers").getArray();
                List<Header> headers = new ArrayList<>();
                for (int i = 0; i < fields.length; i += 2) {
                    headers.add(new Header(fields[i], fields[i + 1]));
                }
                return new StoredAnswer(status, headers, rows.getBytes("body"));
            }
        }
    }

    /** Writes the answer into the row that this transaction has inserted. */
    void store(RequestId id, StoredAnswer answer) throws SQLException {
        List<String> fields = new ArrayList<>();
        answer.headers().forEach(header -> {
            fields.add(header.name());
            fields.add(header.value());
        });
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(STORE)) {
            statement.setInt(1, answer.status());
            statement.setArray(2, connection.createArrayOf("text", fields.toArray()));
            statement.setBytes(3, answer.body());
            statement.setObject(4, UUID.fromString(id.text()));
            if (statement.executeUpdate() != 1) {
                throw new SQLException("the row of request " + id + " is not there: the method ended the transaction");
            }
        }
    }

    /**
     * Deletes some of the rows that are older, in a transaction of its own.
     *
     * @param age at least 1 min
     * @return how many
     */
    int deleteOlderThan(Duration age, int atMost) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(FORGET)) {
            statement.setDouble(1, age.toMillis() / 1000.0);
            statement.setInt(2, atMost);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static int nextCount(PreparedStatement statement) throws SQLException {
        statement.getMoreResults();
        return statement.getUpdateCount();
    }

    private StillRunningException stillRunning(SQLException reason) {
        return new StillRunningException(Math.max(1, config.giveBackDelay().toSeconds()), reason);
    }

    private RuntimeException refusal(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case LOCK_NOT_AVAILABLE, SERIALIZATION_FAILURE -> stillRunning(failure);
            case UNDEFINED_TABLE ->
                new IllegalStateException(
                        "the table pullway_once_only is missing: let Flyway run the migrations in"
                                + " classpath:db/once-only too (quarkus.flyway.locations)",
                        failure);
            default ->
                new NotClaimedException("the database did not take the request: " + failure.getMessage(), failure);
        };
    }
}
