package io.pullway.rating.events;

import io.pullway.rating.events.AveragesRebuild.IncompleteStreamException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Brings the {@link AveragesCheckpoint} up to date every hour, on a thread of its own: long before the stream, which has room for a
 * million events, drops what is not in it. Every instance does; who comes second finds nothing to do.
 */
@Singleton
class AveragesCheckpoints {
    private static final Logger LOG = Logger.getLogger(AveragesCheckpoints.class);

    private final AveragesRebuild rebuild;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("averages-checkpoint").factory());

    AveragesCheckpoints(AveragesRebuild rebuild) {
        this.rebuild = rebuild;
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::advance, 60, 60, TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    /** An exception would end the timer; the next turn tries again. */
    private void advance() {
        try {
            LOG.debugf("event=averages-checkpoint events=%d", rebuild.advance());
        } catch (IOException | SQLException | IncompleteStreamException | RuntimeException e) {
            LOG.warnf("event=averages-checkpoint-missed reason=\"%s\"", e.getMessage());
        }
    }
}
