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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What the events up to a place in the stream come to, in tables of its own. Events are counted there in their order and
 * once, by nobody but who holds the row of {@code checkpoint}: one instance at a time, until the end of its transaction.
 */
@Singleton
class AveragesCheckpoint {
    private static final Logger LOG = Logger.getLogger(AveragesCheckpoint.class);
    private static final String RESOURCE = "ratings";

    /** So many places of the stream are read, and then counted by one statement. */
    private static final int PLACES_AT_ONCE = 1_000;

    private static final String COUNT = """
            WITH fresh AS (
                INSERT INTO checkpoint_events (id) SELECT unnest(?::uuid[]) ON CONFLICT DO NOTHING RETURNING id
            )
            INSERT INTO checkpoint_counts AS counts (service_id, score, ratings)
            SELECT service_id, score, sum(ratings) FROM fresh
            JOIN unnest(?::uuid[], ?::bigint[], ?::smallint[], ?::bigint[]) AS change (id, service_id, score, ratings)
                USING (id)
            GROUP BY service_id, score
            ON CONFLICT (service_id, score) DO UPDATE SET ratings = counts.ratings + excluded.ratings""";

    private final EventStream stream;

    AveragesCheckpoint(EventStream stream) {
        this.stream = stream;
    }

    /** The place up to which events are in it. Others wait from here on. */
    long lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT sequence FROM checkpoint FOR UPDATE")) {
            found.next();
            return found.getLong(1);
        }
    }

    /** Forgets all, to begin with the first event. */
    void clear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM checkpoint_counts");
            statement.execute("DELETE FROM checkpoint_events");
            statement.execute("UPDATE checkpoint SET sequence = 0");
        }
    }

    /**
     * Counts the events after one place up to another.
     *
     * @param from up to which events are in it
     * @return how many there were
     */
    long advance(Connection connection, long from, long to) throws SQLException, IOException {
        long events = 0;
        for (long place = from; place < to; place += PLACES_AT_ONCE) {
            List<Event> some = new ArrayList<>();
            stream.read(RESOURCE, new Range(place + 1, Math.min(place + PLACES_AT_ONCE, to)), some::add);
            count(connection, some);
            events += some.size();
        }
        try (PreparedStatement move = connection.prepareStatement("UPDATE checkpoint SET sequence = ?")) {
            move.setLong(1, Math.max(from, to));
            move.executeUpdate();
        }
        return events;
    }

    private static void count(Connection connection, List<Event> events) throws SQLException {
        Set<UUID> ids = new HashSet<>();
        List<UUID> changed = new ArrayList<>();
        List<ScoreChange> changes = new ArrayList<>();
        for (Event event : events) {
            try {
                UUID id = UUID.fromString(event.id());
                List<ScoreChange> ofEvent = ScoreChange.of(event);
                if (ids.add(id)) {
                    changes.addAll(ofEvent);
                    ofEvent.forEach(change -> changed.add(id));
                }
            } catch (IllegalArgumentException e) {
                // As when it was heard: it cannot be counted, and has been buried for that.
                LOG.infof("event=event-left-out id=%s reason=\"%s\"", event.id(), e.getMessage());
            }
        }
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            count.setArray(2, connection.createArrayOf("uuid", changed.toArray()));
            count.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint",
                            changes.stream().map(ScoreChange::serviceId).toArray()));
            count.setArray(
                    4,
                    connection.createArrayOf(
                            "smallint", changes.stream().map(ScoreChange::score).toArray()));
            count.setArray(
                    5,
                    connection.createArrayOf(
                            "bigint", changes.stream().map(ScoreChange::ratings).toArray()));
            count.executeUpdate();
        }
    }
}
