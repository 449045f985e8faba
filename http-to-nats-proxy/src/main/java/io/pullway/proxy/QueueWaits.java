package io.pullway.proxy;

import io.pullway.wire.DecayingAverage;
import io.pullway.wire.ResponseEnvelope;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a request of a resource would wait now, so that one which cannot be started within its budget is
 * refused before it is stored.
 *
 * <p>Two things are known: how long those waited that were answered lately, and how many wait in this proxy
 * for how many answers a second. The first looks back (a queue that grows fast is longer than its head has
 * seen); the second looks ahead, and is only asked while there is a queue at all. Each proxy has the share of
 * the answers that it has of the queue. Without answers the expectation decays to nothing, and while requests
 * are refused one in 100 ms still passes: so it recovers.
 *
 * <p>Safe for all threads.
 */
final class QueueWaits {
    private static final Duration HALF_LIFE = Duration.ofSeconds(2);

    /** The rate of answers is judged by the higher of a quick and a calm look: a burst is no overload. */
    private static final Duration QUICK_HALF_LIFE = Duration.ofMillis(200);

    /** Shorter waits are no queue. */
    private static final long QUEUE_MILLIS = 100;

    private static final long PROBE_INTERVAL_NANOS = 100_000_000;
    private static final int MAX_RETRY_SECONDS = 60;

    private static final class Resource {
        final DecayingAverage waits = new DecayingAverage(HALF_LIFE);
        final DecayingAverage quick = new DecayingAverage(QUICK_HALF_LIFE);
        volatile int waiting;
        final AtomicLong lastProbeNanos;

        Resource(long nowNanos) {
            lastProbeNanos = new AtomicLong(nowNanos - 2 * PROBE_INTERVAL_NANOS);
        }
    }

    private final Map<String, Resource> resources = new ConcurrentHashMap<>();

    /** What an answer tells: how long its request was stored, or that this was too long. */
    void answered(PendingRequest request, ResponseEnvelope answer) {
        PendingRequest.Publication published = request.publication();
        if (answer.queueWaitMillis() >= 0) {
            waited(request.resource(), answer.queueWaitMillis(), System.nanoTime());
        } else if (answer.outcome() == ResponseEnvelope.Outcome.NOT_STARTED && published != null) {
            long now = System.nanoTime();
            waited(request.resource(), TimeUnit.NANOSECONDS.toMillis(now - published.lastNanos()), now);
        }
    }

    /** Only resources that exist are kept: those of which answers came. */
    void waited(String resource, long queueWaitMillis, long nowNanos) {
        Resource known = resources.computeIfAbsent(resource, name -> new Resource(nowNanos));
        known.waits.add(queueWaitMillis, nowNanos);
        known.quick.add(queueWaitMillis, nowNanos);
    }

    /** @param counts how many requests of each resource wait in this proxy; none of those that are missing */
    void waiting(Map<String, Integer> counts) {
        resources.forEach((name, known) -> known.waiting = counts.getOrDefault(name, 0));
    }

    /**
     * Whether a request can be expected to be started in time.
     *
     * @return 0 if so, else after how many seconds it may be worth while to come again
     */
    int retrySeconds(String resource, Duration budget, long nowNanos) {
        Resource known = resources.get(resource);
        if (known == null) {
            return 0;
        }
        double expected = expectedMillis(known, nowNanos);
        if (expected <= budget.toMillis() || isProbe(known, nowNanos)) {
            return 0;
        }
        return (int) Math.clamp(Math.ceil((expected - budget.toMillis()) / 1_000), 1, MAX_RETRY_SECONDS);
    }

    private static double expectedMillis(Resource known, long nowNanos) {
        double lately = known.waits.value(nowNanos);
        if (lately < QUEUE_MILLIS) {
            return lately;
        }
        double rate = Math.max(known.waits.perSecond(nowNanos), known.quick.perSecond(nowNanos));
        double ahead = rate > 0 ? known.waiting / rate * 1_000 : 0;
        return Math.max(lately, ahead);
    }

    private static boolean isProbe(Resource known, long nowNanos) {
        long last = known.lastProbeNanos.get();
        return nowNanos - last > PROBE_INTERVAL_NANOS && known.lastProbeNanos.compareAndSet(last, nowNanos);
    }
}
