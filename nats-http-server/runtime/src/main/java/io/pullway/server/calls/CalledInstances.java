package io.pullway.server.calls;

import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.PresenceReport;
import io.pullway.wire.Subjects;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which instances serve a resource that is called, by what they say every second. Only an unbroken view of
 * a while, by somebody who may listen, proves that nobody is there.
 *
 * <p>Safe for all threads.
 */
final class CalledInstances {
    /** Without having listened for so long, whoever was not heard may still be there. */
    private static final Duration UNBROKEN_VIEW = Duration.ofSeconds(5);

    /** Whoever may publish reports must not fill the memory of this service. */
    private static final int MAX_INSTANCES = 10_000;

    /** When each was heard, by the token of the instance. */
    private final Map<String, Long> heardNanos = new ConcurrentHashMap<>();

    private volatile boolean mayListen;
    private volatile long viewSinceNanos = System.nanoTime();

    /** @param subject {@code presence.<resource>.<instance>}; what is no report is ignored */
    void heard(String subject, byte[] payload) {
        try {
            String instance = Subjects.lastToken(subject);
            if (PresenceReport.decode(payload).draining()) {
                heardNanos.remove(instance);
            } else if (heardNanos.size() < MAX_INSTANCES || heardNanos.containsKey(instance)) {
                heardNanos.put(instance, System.nanoTime());
                mayListen = true;
            }
        } catch (MalformedMessageException e) {
            // Others may be able to publish there.
        }
    }

    /** What was said meanwhile was not heard: the connection was lost, or this process stood still. */
    void viewBroken() {
        viewSinceNanos = System.nanoTime();
    }

    /** NATS has not refused to let this service listen. */
    void mayListen() {
        mayListen = true;
    }

    /** Whether certainly no instance serves the resource. False when it is not known. */
    boolean isNobodyThere() {
        long now = System.nanoTime();
        long goneAfter = PresenceReport.GONE_AFTER.toNanos();
        if (!mayListen || now - viewSinceNanos < UNBROKEN_VIEW.toNanos()) {
            return false;
        }
        heardNanos.values().removeIf(heard -> now - heard > goneAfter);
        return heardNanos.isEmpty();
    }
}
