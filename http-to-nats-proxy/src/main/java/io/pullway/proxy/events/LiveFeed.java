package io.pullway.proxy.events;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tells all its readers how something is now, again and again: whoever missed an event has all with the next one. It is
 * found out once for all of them, and not at all while nobody reads.
 *
 * <p>Safe for all threads; {@code now} is called on a virtual thread of its own, never by two at the same time.
 */
public final class LiveFeed {
    private static final Logger LOG = Logger.getLogger(LiveFeed.class);

    private final String name;
    private final Duration interval;
    private final Supplier<byte[]> now;
    private final Set<EventReader> readers = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock. */
    private boolean running;

    /** Guarded by the lock; null when it is too old. */
    private Event last;

    private volatile String over;

    /**
     * @param name of its thread
     * @param interval from the begin of one to that of the next
     * @param now tells it, UTF-8 in one line; may block
     */
    public LiveFeed(String name, Duration interval, Supplier<byte[]> now) {
        this.name = name;
        this.interval = interval;
        this.now = now;
    }

    /** A reader listens until it leaves. @param leaves runs once when it is over, on its event loop */
    public void join(EventReader reader, Runnable leaves) {
        reader.loop().execute(() -> {
            reader.open(() -> {
                readers.remove(reader);
                leaves.run();
            });
            if (!reader.isOver()) {
                add(reader);
            }
            String reason = over;
            if (reason != null) {
                reader.cut(reason);
            }
        });
    }

    /** Cuts everybody off, and whoever comes from now on. @param reason as of {@link EventReader#cut} */
    public void end(String reason) {
        over = reason;
        readers.forEach(reader -> reader.loop().execute(() -> reader.cut(reason)));
    }

    private void add(EventReader reader) {
        lock.lock();
        try {
            readers.add(reader);
            if (last != null) {
                reader.offer(last);
            }
            if (!running) {
                running = true;
                Thread.ofVirtual().name(name).start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (long sequence = 1; isWanted(); sequence++) {
                long begin = System.nanoTime();
                tell(Event.unnumbered(sequence, now.get()));
                Thread.sleep(Duration.ofNanos(Math.max(0, begin + interval.toNanos() - System.nanoTime())));
            }
        } catch (InterruptedException | RuntimeException e) {
            // Nobody interrupts it: a bug. Whoever comes back begins anew.
            LOG.errorf(e, "event=live-feed-failed feed=%s", name);
            stop();
            readers.forEach(reader -> reader.loop().execute(() -> reader.cut("unavailable")));
        }
    }

    /** @return false if nobody reads; then this thread is to end */
    private boolean isWanted() {
        lock.lock();
        try {
            if (readers.isEmpty()) {
                stop();
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    private void stop() {
        lock.lock();
        try {
            running = false;
            last = null;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Event event) {
        lock.lock();
        try {
            last = event;
        } finally {
            lock.unlock();
        }
        readers.forEach(reader -> reader.loop().execute(() -> reader.offer(event)));
    }
}
