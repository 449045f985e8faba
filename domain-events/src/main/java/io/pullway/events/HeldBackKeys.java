package io.pullway.events;

import io.pullway.events.OutboxRow.Key;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The keys of which nothing is told for the moment, because an event of theirs could not be: each for a time of its own, 1 s
 * and then twice as long each time, so that they cost others nothing. 10 s at most: it may have been the fault of NATS, which
 * is well again by then. Used by one thread.
 */
final class HeldBackKeys {
    /** Each is a parameter of a query. */
    static final int LIMIT = 10_000;

    static final Duration SHORTEST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private final Map<Key, Hold> holds = new HashMap<>();

    /** @param nanoTime as {@link System#nanoTime} */
    HeldBackKeys(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param duration of this hold; the next one is twice as long */
    private record Hold(long until, Duration duration) {}

    /** The next event of this key could not be told. */
    void failed(Key key) {
        Hold last = holds.get(key);
        Duration twice = last == null ? SHORTEST : last.duration().multipliedBy(2);
        Duration duration = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        holds.put(key, new Hold(nanoTime.getAsLong() + duration.toNanos(), duration));
    }

    void told(Key key) {
        holds.remove(key);
    }

    /** Those whose time has not come. */
    Set<Key> now() {
        long now = nanoTime.getAsLong();
        return holds.entrySet().stream()
                .filter(hold -> hold.getValue().until() - now > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether all that failed has been told since. */
    boolean isEmpty() {
        return holds.isEmpty();
    }

    boolean isFull() {
        return holds.size() >= LIMIT;
    }

    /** All have their turn. */
    void clear() {
        holds.clear();
    }
}
