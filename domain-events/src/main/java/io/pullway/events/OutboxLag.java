package io.pullway.events;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * How far telling is behind what has happened: {@code pullway.events.waiting}, in seconds, the same in all instances. The
 * database is asked each time that somebody reads the figures, on the thread of whoever does.
 */
@Singleton
class OutboxLag {
    private static final Logger LOG = Logger.getLogger(OutboxLag.class);

    private final Outbox outbox;
    private final EventsLink link;
    private final MeterRegistry meters;

    OutboxLag(Outbox outbox, EventsLink link, MeterRegistry meters) {
        this.outbox = outbox;
        this.link = link;
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        if (link.isEnabled()) {
            Gauge.builder("pullway.events.waiting", this, OutboxLag::seconds)
                    .description("Age of the oldest event that is not told yet")
                    .baseUnit("seconds")
                    .register(meters);
        }
    }

    /** Not a number while the database does not say. */
    private double seconds() {
        try {
            return outbox.oldest().map(OutboxLag::seconds).orElse(0.0);
        } catch (SQLException e) {
            LOG.debugf("event=outbox-not-seen reason=\"%s\"", e.getMessage());
            return Double.NaN;
        }
    }

    private static double seconds(Duration age) {
        return age.toMillis() / 1_000.0;
    }
}
