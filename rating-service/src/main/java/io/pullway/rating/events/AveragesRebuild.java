package io.pullway.rating.events;

import io.pullway.events.Event;
import io.pullway.events.EventStream;
import io.pullway.events.EventStream.Range;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Makes the averages anew from the whole stream, while events go on coming. Most of the stream is read before anything is
 * locked, the rest of it while {@link Averages} waits. What it is given afterwards it finds counted already, by its id.
 */
@Singleton
class AveragesRebuild {
    private static final Logger LOG = Logger.getLogger(AveragesRebuild.class);
    private static final String RESOURCE = "ratings";
    private static final int ROWS_AT_ONCE = 1_000;

    /** How many ratings a service has of a score. */
    private record Cell(long serviceId, int score) {}

    /** Why nothing was rebuilt: one sentence. */
    static final class IncompleteStreamException extends Exception {
        private static final long serialVersionUID = 1L;

        IncompleteStreamException(String sentence) {
            super(sentence, null, false, false);
        }
    }

    private final EventStream stream;
    private final DataSource pool;

    AveragesRebuild(EventStream stream, DataSource pool) {
        this.stream = stream;
        this.pool = pool;
    }

    /** @throws IncompleteStreamException if the stream has lost events: then nothing is changed */
    RebuiltAverages run() throws IOException, SQLException, IncompleteStreamException {
        Fold fold = new Fold();
        Range most = stream.range();
        if (most.first() > 1) {
            throw new IncompleteStreamException("The stream does not have its first " + (most.first() - 1)
                    + " events any more, so that not all ratings can be found in it. Nothing was changed.");
        }
        stream.read(RESOURCE, most, fold::add);
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // Averages.count waits from here on; who reads does not. Not both tables: a count that waits has
                // changed nothing yet, but may have entered score_counts already. A cached plan enters it first, a new
                // one last, so that both locks, in either order, could end in a deadlock.
                statement.execute("LOCK TABLE counted_events IN EXCLUSIVE MODE");
                stream.read(RESOURCE, new Range(most.last() + 1, stream.range().last()), fold::add);
                RebuiltAverages rebuilt = replace(connection, statement, fold);
                connection.commit();
                LOG.infof(
                        "event=averages-rebuilt events=%d services=%d corrected=%d",
                        rebuilt.events(), rebuilt.services(), rebuilt.corrected());
                return rebuilt;
            } catch (SQLException | IOException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static RebuiltAverages replace(Connection connection, Statement statement, Fold fold) throws SQLException {
        Map<Cell, Long> before = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("DELETE FROM score_counts RETURNING service_id, score, ratings")) {
            while (rows.next()) {
                before.put(new Cell(rows.getLong(1), rows.getInt(2)), rows.getLong(3));
            }
        }
        statement.execute("DELETE FROM counted_events");
        fill(
                connection,
                "INSERT INTO counted_events (id) VALUES (?)",
                fold.ids.stream().map(id -> new Object[] {id}));
        fill(
                connection,
                "INSERT INTO score_counts (service_id, score, ratings) VALUES (?, ?, ?)",
                fold.counts.entrySet().stream().map(count ->
                        new Object[] {count.getKey().serviceId(), count.getKey().score(), count.getValue()}));
        return new RebuiltAverages(fold.ids.size(), rated(fold.counts), differing(before, fold.counts));
    }

    private static void fill(Connection connection, String insert, Stream<Object[]> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            int waiting = 0;
            for (Object[] row : (Iterable<Object[]>) rows::iterator) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                statement.addBatch();
                if (++waiting == ROWS_AT_ONCE) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            statement.executeBatch();
        }
    }

    private static long rated(Map<Cell, Long> counts) {
        Map<Long, Long> services = new TreeMap<>();
        counts.forEach((cell, ratings) -> services.merge(cell.serviceId(), ratings, Long::sum));
        return services.values().stream().filter(ratings -> ratings > 0).count();
    }

    /** A count of 0 and none at all are the same. */
    private static long differing(Map<Cell, Long> before, Map<Cell, Long> after) {
        return Stream.concat(before.keySet().stream(), after.keySet().stream())
                .filter(cell -> !before.getOrDefault(cell, 0L).equals(after.getOrDefault(cell, 0L)))
                .map(Cell::serviceId)
                .collect(Collectors.toSet())
                .size();
    }

    /** What events come to. */
    private static final class Fold {
        private final Set<UUID> ids = new HashSet<>();
        private final Map<Cell, Long> counts = new HashMap<>();

        void add(Event event) {
            try {
                UUID id = UUID.fromString(event.id());
                var changes = ScoreChange.of(event);
                if (ids.add(id)) {
                    changes.forEach(change -> counts.merge(
                            new Cell(change.serviceId(), change.score()), (long) change.ratings(), Long::sum));
                }
            } catch (IllegalArgumentException e) {
                // As when it was heard: it cannot be counted, and has been buried for that.
                LOG.infof("event=event-left-out id=%s reason=\"%s\"", event.id(), e.getMessage());
            }
        }
    }
}
