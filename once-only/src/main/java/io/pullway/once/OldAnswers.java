package io.pullway.once;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Deletes answers that have been kept long enough, on a thread of its own while the application runs. */
@Singleton
class OldAnswers {
    private static final Logger LOG = Logger.getLogger(OldAnswers.class);
    private static final int BATCH = 1_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final OnceOnlyTable table;
    private final OnceOnlyConfig config;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("once-only-cleaner").factory());

    OldAnswers(OnceOnlyTable table, OnceOnlyConfig config) {
        this.table = table;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        requireRange("keep", config.keep(), MINUTE, Duration.ofDays(3650));
        requireRange("clean-every", config.cleanEvery(), Duration.ofSeconds(1), Duration.ofDays(1));
        requireRange("lock-timeout", config.lockTimeout(), Duration.ofMillis(10), MINUTE);
        requireRange("idle-timeout", config.idleTimeout(), Duration.ofSeconds(1), Duration.ofMinutes(10));
        requireRange("give-back-delay", config.giveBackDelay(), Duration.ZERO, MINUTE);
        long every = config.cleanEvery().toMillis();
        timer.scheduleWithFixedDelay(this::clean, every, every, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void clean() {
        try {
            int deleted;
            int all = 0;
            do {
                deleted = table.deleteOlderThan(config.keep(), BATCH);
                all += deleted;
            } while (deleted == BATCH && !timer.isShutdown());
            LOG.debugf("event=old-answers-deleted count=%d", all);
        } catch (SQLException | RuntimeException e) {
            // An exception would end the timer; the next turn tries again.
            LOG.warnf("event=old-answers-not-deleted reason=\"%s\"", e.getMessage());
        }
    }

    private static void requireRange(String property, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new ConfigurationException(
                    "pullway.once-only.%s is %s; allowed: %s to %s".formatted(property, value, least, most));
        }
    }
}
