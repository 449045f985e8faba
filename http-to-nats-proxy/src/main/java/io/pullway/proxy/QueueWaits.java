package io.pullway.proxy;

import io.pullway.wire.DecayingAverage;
import io.pullway.wire.Publications;
import io.pullway.wire.ResponseEnvelope;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long a request of a resource would wait now, so that one which cannot be started within its budget is
 * refused before it is stored.
 *
 * <p>Two things are known of the queue that plain and keyed requests share: how long those waited that were
 * answered lately, and how many wait in this proxy for how many starts a second. The first looks back (a queue
 * that grows fast is longer than its head has seen); the second looks ahead, and is only asked while there is a
 * queue at all. Each proxy has the share of the starts that it has of the queue. Without answers the
 * expectation decays to nothing, and while requests are refused one in 100 ms still passes: so it recovers.
 *
 * <p>Safe for all threads.
 */
final class QueueWaits {
    private static final Duration HALF_LIFE = Duration.ofSeconds(2);
    private static final Duration QUICK_HALF_LIFE = Duration.ofMillis(200);

    /** So many starts a second are enough for the quick look at them; of fewer, the calm one tells more. */
    private static final double ENOUGH_PER_SECOND = 17;

    /** Shorter waits are no queue: a burst from idle is no overload. */
    private static final long QUEUE_MILLIS = 100;

    /** What looks ahead errs by some ten percent, and who is started late in its budget has no time to run. */
    private static final double MARGIN = 0.8;

    private static final long PROBE_INTERVAL_NANOS = 100_000_000;
    private static final int MAX_RETRY_SECONDS = 60;

    private static final class Resource {
        final DecayingAverage waits = new DecayingAverage(HALF_LIFE);
        final DecayingAverage starts = new DecayingAverage(HALF_LIFE);
        final DecayingAverage quickStarts = new DecayingAverage(QUICK_HALF_LIFE);
        final AtomicInteger waiting = new AtomicInteger();
        final AtomicLong lastProbeNanos;

        Resource(long nowNanos) {
            lastProbeNanos = new AtomicLong(nowNanos - 2 * PROBE_INTERVAL_NANOS);
        }
    }

    private final Map<String, Resource> resources = new ConcurrentHashMap<>();

    /** How many keyed requests of each resource wait in this proxy. */
    private final Map<String, Integer> keyed = new ConcurrentHashMap<>();

    /** What an answer tells: how long its request was stored, or that this was too long. */
    void answered(PendingRequest request, ResponseEnvelope answer) {
        Publications.Written published = request.publications().written();
        if (published != null) {
            answered(request.resource(), answer, published.lastNanos());
        }
    }

    /** @param storedNanos since when its request is in the queue, by {@link System#nanoTime}, as far as is known here */
    void answered(String resource, ResponseEnvelope answer, long storedNanos) {
        long now = System.nanoTime();
        if (answer.queueWaitMillis() >= 0) {
            started(resource, answer.queueWaitMillis(), now);
        } else if (answer.outcome() == ResponseEnvelope.Outcome.NOT_STARTED) {
            notStarted(resource, TimeUnit.NANOSECONDS.toMillis(now - storedNanos), now);
        }
    }

    void started(String resource, long queueWaitMillis, long nowNanos) {
        Resource known = waited(resource, queueWaitMillis, nowNanos);
        known.starts.add(queueWaitMillis, nowNanos);
        known.quickStarts.add(queueWaitMillis, nowNanos);
    }

    /** Waited for so long and was then too late. */
    void notStarted(String resource, long waitedMillis, long nowNanos) {
        waited(resource, waitedMillis, nowNanos);
    }

    /** Only resources that exist are kept: those of which something is told. */
    private Resource waited(String resource, long waitedMillis, long nowNanos) {
        Resource known = resources.computeIfAbsent(resource, name -> new Resource(nowNanos));
        known.waits.add(waitedMillis, nowNanos);
        return known;
    }

    /** One more waits, until {@link #waiting} tells anew how many there are. */
    void entered(String resource) {
        Resource known = resources.get(resource);
        if (known != null) {
            known.waiting.incrementAndGet();
        }
    }

    /** A keyed request is in the queue, until {@link #keyedLeft}. */
    void keyedEntered(String resource) {
        keyed.merge(resource, 1, Integer::sum);
    }

    void keyedLeft(String resource) {
        keyed.computeIfPresent(resource, (name, count) -> count == 1 ? null : count - 1);
    }

    /** @param counts how many plain requests of each resource wait in this proxy; none of those that are missing */
    void waiting(Map<String, Integer> counts) {
        resources.forEach(
                (name, known) -> known.waiting.set(counts.getOrDefault(name, 0) + keyed.getOrDefault(name, 0)));
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
        // Of many quick requests before, the calm average would still be low when a queue begins.
        if (Math.max(lately, known.quickStarts.value(nowNanos)) < QUEUE_MILLIS) {
            return lately;
        }
        double quick = known.quickStarts.perSecond(nowNanos);
        double rate = quick > ENOUGH_PER_SECOND ? quick : Math.max(quick, known.starts.perSecond(nowNanos));
        double ahead = rate > 0 ? known.waiting.get() / rate * 1_000 : 0;
        return Math.max(lately, ahead / MARGIN);
    }

    private static boolean isProbe(Resource known, long nowNanos) {
        long last = known.lastProbeNanos.get();
        return nowNanos - last > PROBE_INTERVAL_NANOS && known.lastProbeNanos.compareAndSet(last, nowNanos);
    }
}
