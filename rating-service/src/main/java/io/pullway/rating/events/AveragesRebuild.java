package io.pullway.rating.events;

import io.pullway.events.EventStream;
import io.pullway.events.EventStream.Range;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Makes the averages anew while events go on coming: from the whole stream, or, when that has dropped its first events, from
 * the {@link AveragesCheckpoint} and what came after it. Most of the stream is read before anybody has to wait, the rest of
 * it while {@link Averages} waits. What it is given afterwards it finds counted already, by its id.
 */
@Singleton
class AveragesRebuild {
    private static final Logger LOG = Logger.getLogger(AveragesRebuild.class);

    /** A count of 0 and none at all are the same. */
    private static final String DIFFERING = """
            SELECT count(DISTINCT service_id)
            FROM (SELECT service_id, score, ratings FROM score_counts WHERE ratings <> 0) AS before
            FULL JOIN (SELECT service_id, score, ratings FROM checkpoint_counts WHERE ratings <> 0) AS after
                USING (service_id, score)
            WHERE before.ratings IS DISTINCT FROM after.ratings""";

    /** Why nothing was rebuilt: one sentence. */
    static final class IncompleteStreamException extends Exception {
        private static final long serialVersionUID = 1L;

        IncompleteStreamException(String sentence) {
            super(sentence, null, false, false);
        }
    }

    /** What is done with a connection in one transaction. */
    private interface Work<T> {
        T with(Connection connection) throws SQLException, IOException, IncompleteStreamException;
    }

    private final EventStream stream;
    private final AveragesCheckpoint checkpoint;
    private final DataSource pool;

    AveragesRebuild(EventStream stream, AveragesCheckpoint checkpoint, DataSource pool) {
        this.stream = stream;
        this.checkpoint = checkpoint;
        this.pool = pool;
    }

    /** @throws IncompleteStreamException if the stream has lost events that no checkpoint has: then nothing is changed */
    RebuiltAverages run() throws IOException, SQLException, IncompleteStreamException {
        RebuiltAverages rebuilt = inTransaction(this::rebuild);
        LOG.infof(
                "event=averages-rebuilt events=%d services=%d corrected=%d",
                rebuilt.events(), rebuilt.services(), rebuilt.corrected());
        return rebuilt;
    }

    /**
     * Brings the checkpoint up to date, before the stream drops what is not in it.
     *
     * @return how many events came to it
     * @throws IncompleteStreamException if some are dropped already
     */
    long advance() throws IOException, SQLException, IncompleteStreamException {
        return inTransaction(connection -> {
            long from = checkpoint.lock(connection);
            Range there = stream.range();
            requireSame(there, from);
            requireNoGap(there, from);
            return checkpoint.advance(connection, from, there.last());
        });
    }

    private RebuiltAverages rebuild(Connection connection) throws SQLException, IOException, IncompleteStreamException {
        long from = checkpoint.lock(connection);
        Range most = stream.range();
        requireSame(most, from);
        if (most.first() <= 1) {
            checkpoint.clear(connection);
            from = 0;
        }
        requireNoGap(most, from);
        long events = checkpoint.advance(connection, from, most.last());
        try (Statement statement = connection.createStatement()) {
            // Averages.count waits from here on; who reads does not. Not both tables: a count that waits has changed
            // nothing yet, but may have entered score_counts already. A cached plan enters it first, a new one
            // last, so that both locks, in either order, could end in a deadlock.
            statement.execute("LOCK TABLE counted_events IN EXCLUSIVE MODE");
            events += checkpoint.advance(connection, most.last(), stream.range().last());
            long corrected = number(statement, DIFFERING);
            statement.execute("DELETE FROM score_counts");
            statement.execute("DELETE FROM counted_events");
            statement.execute("INSERT INTO score_counts SELECT service_id, score, ratings FROM checkpoint_counts");
            statement.execute("INSERT INTO counted_events (id, time) SELECT id, time FROM checkpoint_events");
            return new RebuiltAverages(events, number(statement, "SELECT count(*) FROM averages"), corrected);
        }
    }

    private static void requireSame(Range there, long from) throws IncompleteStreamException {
        if (there.last() < from) {
            throw new IncompleteStreamException("The stream ends at " + there.last() + " and the checkpoint at " + from
                    + ": it is another stream, without what was told before. Nothing was changed.");
        }
    }

    private static void requireNoGap(Range there, long from) throws IncompleteStreamException {
        if (there.first() > from + 1) {
            throw new IncompleteStreamException("The stream does not have its events from " + (from + 1) + " to "
                    + (there.first() - 1) + " any more, nor has the checkpoint, so that not all ratings can be found."
                    + " Nothing was changed.");
        }
    }

    private <T> T inTransaction(Work<T> work) throws SQLException, IOException, IncompleteStreamException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T done = work.with(connection);
                connection.commit();
                return done;
            } catch (SQLException | IOException | IncompleteStreamException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static long number(Statement statement, String select) throws SQLException {
        try (ResultSet rows = statement.executeQuery(select)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
