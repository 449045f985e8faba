package io.pullway.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Notices that this process, or only the event loop by which requests arrive, stood still: what was received and not started
 * may be with somebody else by now, and what arrives next may have been on its way all that time.
 *
 * <p>Safe for all threads.
 */
final class Standstill {
    private final long gapNanos;
    private volatile long tickNanos = System.nanoTime();
    private volatile long loopNanos = tickNanos;
    private volatile ScheduledFuture<?> beat;

    /** @param gapNanos that count as standing still */
    Standstill(long gapNanos) {
        this.gapNanos = gapNanos;
    }

    /** From now on the loop is watched, too. */
    void watch(EventLoop loop, Duration interval) {
        long millis = interval.toMillis();
        loopNanos = System.nanoTime();
        beat = loop.scheduleAtFixedRate(() -> loopNanos = System.nanoTime(), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** To be called a few times a second, by a thread that nobody blocks. */
    void ticked(long nowNanos) {
        tickNanos = nowNanos;
    }

    /** For how long nothing has happened here, in nanoseconds, if that is a gap; else 0. */
    long gap(long nowNanos) {
        long still = nowNanos - Math.min(tickNanos, loopNanos);
        return still > gapNanos ? still : 0;
    }

    /** What has to be done after a gap was done: the next one counts from now on. */
    void seenTo(long nowNanos) {
        tickNanos = nowNanos;
        loopNanos = nowNanos;
    }

    void close() {
        ScheduledFuture<?> current = beat;
        if (current != null) {
            current.cancel(false);
        }
    }
}
