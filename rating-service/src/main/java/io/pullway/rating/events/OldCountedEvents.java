package io.pullway.rating.events;

import io.pullway.rating.database.Database;
import io.pullway.rating.database.DatabaseException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Forgets the ids of counted events after 60 days. An event comes twice when its PubAck was lost or an instance ended while
 * it told it, as soon as NATS and any instance are there again, and from a dead letter, which is kept for a week: both sooner.
 */
@Singleton
class OldCountedEvents {
    private static final Logger LOG = Logger.getLogger(OldCountedEvents.class);
    private static final List<String> TABLES = List.of("counted_events", "checkpoint_events");
    private static final String DELETE = "DELETE FROM %s WHERE time < now() - interval '60 days'";

    private final Database database;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("counted-events-cleaner").factory());

    OldCountedEvents(Database database) {
        this.database = database;
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::clean, 1, 24, TimeUnit.HOURS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void clean() {
        try {
            for (String table : TABLES) {
                LOG.debugf(
                        "event=counted-events-deleted table=%s count=%d",
                        table, database.changeWithoutCaller(DELETE.formatted(table)));
            }
        } catch (DatabaseException e) {
            // An exception would end the timer; the next turn tries again.
            LOG.warnf("event=counted-events-not-deleted reason=\"%s\"", e.getMessage());
        }
    }
}
