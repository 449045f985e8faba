package io.pullway.proxy.events;

import io.nats.client.api.StreamState;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The events of one topic for all readers of this proxy: one consumer, however many read. Who comes back after an event
 * of some time ago gets what it missed by a consumer of its own, until it has caught up.
 *
 * <p>Threads: readers are added, told and forgotten on their event loops only. Who joins does so under {@link #lock}: an
 * event that is numbered later is told to it by a later task, and one that was numbered before it skips.
 */
final class EventFeed {
    /** So many events are in the hands of its consumer. */
    private static final int BATCH = 256;

    /** So many events wait for event loops to be told. */
    private static final int UNDER_WAY = 256;

    private final EventPull.Source source;
    private final Turns turns;
    private final ReentrantLock lock = new ReentrantLock();
    private final RecentEvents recent;
    private final Map<EventLoop, Set<EventReader>> readers = new ConcurrentHashMap<>();
    private final Semaphore underWay = new Semaphore(UNDER_WAY);
    private final EventPull pull;

    /** Up to here the topic is known: no event after this one has been told yet. */
    private long position;

    /**
     * Blocks.
     *
     * @param turns of those who catch up, at all feeds
     * @param memory of all feeds and readers
     * @throws IOException if JetStream does not answer
     */
    EventFeed(EventPull.Source source, Turns turns, EventMemory memory) throws IOException {
        this.source = source;
        this.turns = turns;
        this.position = source.state().getLastSequence();
        this.recent = new RecentEvents(memory.share(), position);
        this.pull = new EventPull(source, position, BATCH, new EventPull.Sink() {
            @Override
            public void begins(long pending) {
                // Who reads now waits for what comes.
            }

            @Override
            public void takes(Event event, long pending) throws InterruptedException {
                tell(event);
            }

            @Override
            public void passes(long sequence) {
                pass(sequence);
            }

            @Override
            public void jumps(long now) {
                beginAnew(now);
            }
        });
        Thread.ofVirtual().name("events-" + source.filter()).start(pull);
    }

    /** The reader hears what comes from now on. From any thread. */
    void join(EventReader reader) {
        join(reader, reader::begin);
    }

    /**
     * The reader hears what came after this event, and then what comes. Blocks.
     *
     * @throws IOException if JetStream does not answer
     */
    void resume(EventReader reader, long after) throws IOException {
        StreamState state = source.state();
        long oldest = state.getFirstSequence() - 1;
        if (after > state.getLastSequence()) {
            // The stream is another one than the reader knew.
            join(reader, now -> reader.gap(after, now));
        } else if (after < oldest) {
            reader.loop().execute(() -> reader.gap(after, oldest));
            catchUp(reader, oldest);
        } else {
            reader.loop().execute(() -> reader.begin(after));
            catchUp(reader, after);
        }
    }

    /** On its event loop. */
    void forget(EventReader reader) {
        Set<EventReader> set = readers.get(reader.loop());
        if (set != null) {
            set.remove(reader);
        }
    }

    /** Drops of what is at hand what others need by now. */
    void trim() {
        change(RecentEvents::trim);
    }

    void close() {
        pull.close();
        change(RecentEvents::close);
    }

    private void change(Consumer<RecentEvents> change) {
        lock.lock();
        try {
            change.accept(recent);
        } finally {
            lock.unlock();
        }
    }

    /** @param begin tells it the place after which it hears */
    private void join(EventReader reader, LongConsumer begin) {
        lock.lock();
        try {
            long now = position;
            Set<EventReader> told = toldOn(reader.loop());
            reader.loop().execute(() -> {
                begin.accept(now);
                add(reader, told);
            });
        } finally {
            lock.unlock();
        }
    }

    private void catchUp(EventReader reader, long after) {
        long floorNow = floor();
        if (after < floorNow || !attach(reader, after, floorNow)) {
            CatchUp.start(source, turns, reader, after, seen -> attach(reader, seen, floorNow));
        }
    }

    /**
     * Adds a reader that has got everything up to {@code after}.
     *
     * @param floorBefore if the floor is this one still, nothing has come between it and {@code after}
     * @return false if the feed has not at hand what came since
     */
    private boolean attach(EventReader reader, long after, long floorBefore) {
        lock.lock();
        try {
            if (after < recent.floor() && recent.floor() != floorBefore) {
                return false;
            }
            List<Event> since = recent.after(after);
            Set<EventReader> told = toldOn(reader.loop());
            reader.loop().execute(() -> {
                since.forEach(reader::offer);
                add(reader, told);
            });
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits where the event loops cannot write as fast as events come. */
    private void tell(Event event) throws InterruptedException {
        Map<EventLoop, Set<EventReader>> now;
        lock.lock();
        try {
            position = event.sequence();
            recent.add(event);
            now = Map.copyOf(readers);
        } finally {
            lock.unlock();
        }
        for (Map.Entry<EventLoop, Set<EventReader>> each : now.entrySet()) {
            underWay.acquire();
            each.getKey().execute(() -> {
                underWay.release();
                List.copyOf(each.getValue()).forEach(reader -> reader.offer(event));
            });
        }
    }

    /** Nothing of the topic has come up to here that was not told: who listens need not come back for it. */
    private void pass(long sequence) {
        Map<EventLoop, Set<EventReader>> now;
        lock.lock();
        try {
            position = sequence;
            now = Map.copyOf(readers);
        } finally {
            lock.unlock();
        }
        now.forEach((loop, set) -> loop.execute(() -> set.forEach(reader -> reader.pass(sequence))));
    }

    /** The stream is another one, or has dropped what was not told yet: who listens comes back, and is told so. */
    private void beginAnew(long now) {
        Map<EventLoop, Set<EventReader>> before;
        lock.lock();
        try {
            position = now;
            recent.clear(now);
            before = Map.copyOf(readers);
        } finally {
            lock.unlock();
        }
        before.forEach(
                (loop, set) -> loop.execute(() -> List.copyOf(set).forEach(reader -> reader.cut("unavailable"))));
    }

    /** To be called under the lock: from then on, those who are added to it are told what comes. */
    private Set<EventReader> toldOn(EventLoop loop) {
        return readers.computeIfAbsent(loop, each -> new HashSet<>());
    }

    private static void add(EventReader reader, Set<EventReader> told) {
        if (!reader.isOver()) {
            told.add(reader);
        }
    }

    private long floor() {
        lock.lock();
        try {
            return recent.floor();
        } finally {
            lock.unlock();
        }
    }
}
