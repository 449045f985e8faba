package io.pullway.rating.events;

import io.pullway.events.Event;
import io.pullway.events.TryLaterException;
import io.pullway.rating.database.Database;
import io.pullway.rating.database.DatabaseException;
import io.pullway.rating.database.DatabaseException.Effect;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Keeps the counts behind the averages of services as the events say. An event that comes twice counts once: its id is
 * written in the same statement. In which order they come does not matter.
 *
 * <p>Rows are locked in the order of their key: else two instances that count at once might wait for each other.
 *
 * <p>The API does not answer from here but from the ratings themselves: who has rated a service wants to see it in the next
 * answer, and events come a moment later. This is for whoever can wait, and it can be in another database.
 */
@Singleton
public class Averages {
    private static final String COUNT = """
            WITH fresh AS (
                INSERT INTO counted_events (id) VALUES (?) ON CONFLICT DO NOTHING RETURNING id
            )
            INSERT INTO score_counts AS counts (service_id, score, ratings)
            SELECT service_id, score, ratings FROM fresh, unnest(?::bigint[], ?::smallint[], ?::bigint[])
                AS change (service_id, score, ratings)
            ORDER BY service_id, score
            ON CONFLICT (service_id, score) DO UPDATE SET ratings = counts.ratings + excluded.ratings""";

    private final Database database;

    Averages(Database database) {
        this.database = database;
    }

    /**
     * @throws IllegalArgumentException if the event cannot be counted, ever
     * @throws TryLaterException if the database is away, or gave way to somebody else
     */
    @Incoming("averages")
    @Blocking
    public void count(Event event) {
        List<ScoreChange> changes = ScoreChange.of(event);
        UUID id = UUID.fromString(event.id());
        try {
            database.changeWithoutCaller(
                    COUNT,
                    id,
                    changes.stream().map(ScoreChange::serviceId).toArray(Long[]::new),
                    changes.stream().map(ScoreChange::score).toArray(Integer[]::new),
                    changes.stream().map(ScoreChange::ratings).toArray(Integer[]::new));
        } catch (DatabaseException e) {
            // What is not known shows when it is tried again: the id is there, or not.
            throw e.effect() == Effect.REFUSED ? e : new TryLaterException(e.getMessage(), e);
        }
    }
}
