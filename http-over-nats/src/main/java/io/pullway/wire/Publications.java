package io.pullway.wire;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often the message of a request was published, and what became of that: whether it may be stored. Only if all
 * publications certainly stored nothing may its sender say so.
 *
 * <p>Threads: {@link #written} is called by one thread at a time, everything else by any.
 */
public final class Publications {
    /** Without a PubAck for so long, the message is published again under the same id. */
    private static final Duration PUB_ACK_LIMIT = Duration.ofSeconds(1);

    /** Of which it is not known that they stored nothing. */
    private final AtomicInteger possible = new AtomicInteger();

    private volatile Written written;
    /** How often no stream took it, since it was written first or anew. */
    private volatile int unheard;

    /**
     * When it was written, in nanoseconds of {@link System#nanoTime}.
     *
     * @param epoch of the connection that it was written to at last
     */
    public record Written(long epoch, long firstNanos, long lastNanos) {}

    /** To be told before it is written: what is said of it may come at once. */
    public void written(long epoch) {
        possible.incrementAndGet();
        long now = System.nanoTime();
        Written before = written;
        written = new Written(epoch, before == null ? now : before.firstNanos(), now);
    }

    /** Null before it was written for the first time. */
    public Written written() {
        return written;
    }

    /**
     * One publication certainly stored nothing.
     *
     * @return whether that holds for all of them, and so for the request
     */
    public boolean storedNothing() {
        return possible.decrementAndGet() <= 0;
    }

    /** Whether one of them may be stored, or is. */
    public boolean mayBeStored() {
        return possible.get() > 0;
    }

    /**
     * Whether it is to be published again under the same id, where no PubAck was seen: after a growing pause if nothing is stored
     * for certain, else on the same connection only. To another one it might be written after all is done and forgotten.
     *
     * @param epoch of the connection that there is now
     */
    public boolean isDueAgain(long nowNanos, long epoch) {
        Written last = written;
        if (last == null) {
            return false;
        }
        long since = nowNanos - last.lastNanos();
        return mayBeStored()
                ? since > PUB_ACK_LIMIT.toNanos() && last.epoch() == epoch
                : since > Elections.pause(unheard).toNanos();
    }

    /** No stream took one publication. @return as {@link #storedNothing} */
    public boolean notHeard() {
        unheard++;
        return storedNothing();
    }

    /** What is written next is another message of the same request: what may have been stored of the last one still may be. */
    public void startAnew() {
        unheard = 0;
        startItsTime();
    }

    /** What is written next has only what is left of the time: that begins now. */
    public void startItsTime() {
        Written last = written;
        if (last != null) {
            long now = System.nanoTime();
            written = new Written(last.epoch(), now, now);
        }
    }
}
