package io.pullway.server;

import io.nats.client.Connection;
import io.pullway.wire.DecayingAverage;
import io.pullway.wire.PresenceReport;
import io.pullway.wire.Subjects;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Says every second that this instance is there, for each of its resources, and from {@link #leave} on that it takes
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

    private boolean draining;
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
        if (nowNanos - lastNanos >= PresenceReport.INTERVAL.toNanos()) {
            lastNanos = nowNanos;
            publish(nowNanos);
        }
    }

    /** Says so at once. */
    synchronized void leave() {
        draining = true;
        publish(System.nanoTime());
    }

    private void publish(long nowNanos) {
        PresenceReport.Work work = slots.work(Math.round(queueWait.value(nowNanos)));
        try {
            for (String resource : identity.resources()) {
                connection.publish(Subjects.presence(resource, token), report(resource, work));
            }
        } catch (IllegalStateException e) {
            // Disconnected: nobody could hear it, and nobody is missed before three seconds are over.
            LOG.debugf("event=presence-not-sent reason=\"%s\"", e.getMessage());
        }
    }

    private byte[] report(String resource, PresenceReport.Work work) {
        return new PresenceReport(
                        identity.service(),
                        identity.instance(),
                        work,
                        application.onceOnly().methodsOf(resource),
                        draining,
                        application.description().version(),
                        null)
                .encode();
    }
}
