package io.pullway.server;

import io.nats.client.Connection;
import io.pullway.wire.DecayingAverage;
import io.pullway.wire.PresenceReport;
import io.pullway.wire.Subjects;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Says every second that this instance is there, for each of its resources, and in the end that it takes
 * no more work. Safe for all threads.
 */
final class PresencePublisher {
    private static final Logger LOG = Logger.getLogger(PresencePublisher.class);

    private final Connection connection;
    private final ServerIdentity identity;
    private final RequestSlots slots;
    private final DecayingAverage queueWait;
    private final ServedApplication application;

    /** Two instances of one name do not speak for each other. */
    private final String token;

    private boolean left;
    private long lastNanos = System.nanoTime() - PresenceReport.INTERVAL.toNanos();

    PresencePublisher(
            Connection connection,
            ServerIdentity identity,
            RequestSlots slots,
            DecayingAverage queueWait,
            ServedApplication application) {
        this.connection = connection;
        this.identity = identity;
        this.slots = slots;
        this.queueWait = queueWait;
        this.application = application;
        this.token = identity.instance()
                + String.format(
                        Locale.ROOT, "-%08x", ThreadLocalRandom.current().nextInt());
    }

    /** Reports if it is time to. */
    synchronized void tick(long nowNanos) {
        if (!left && nowNanos - lastNanos >= PresenceReport.INTERVAL.toNanos()) {
            lastNanos = nowNanos;
            publish(nowNanos, false);
        }
    }

    /** The last report. */
    synchronized void leave() {
        left = true;
        publish(System.nanoTime(), true);
    }

    private void publish(long nowNanos, boolean draining) {
        try {
            for (String resource : identity.resources()) {
                connection.publish(Subjects.presence(resource, token), report(resource, nowNanos, draining));
            }
        } catch (IllegalStateException e) {
            // Disconnected: nobody could hear it, and nobody is missed before three seconds are over.
            LOG.debugf("event=presence-not-sent reason=\"%s\"", e.getMessage());
        }
    }

    private byte[] report(String resource, long nowNanos, boolean draining) {
        return new PresenceReport(
                        identity.service(),
                        identity.instance(),
                        slots.total(),
                        slots.running(),
                        Math.round(queueWait.value(nowNanos)),
                        application.onceOnly().methodsOf(resource),
                        draining,
                        application.description().version())
                .encode();
    }
}
