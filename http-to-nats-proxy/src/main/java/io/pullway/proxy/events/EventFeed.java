package io.pullway.proxy.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamState;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The events of one topic for all readers of this proxy: one consumer, however many read. Who comes back after an event
 * of some time ago gets what it missed by a consumer of its own, until it has caught up.
 *
 * <p>Threads: readers are added, told and forgotten on their event loops only. Who joins does so under {@link #lock}: an
 * event that is numbered later is told to it by a later task, and one that was numbered before it skips.
 */
final class EventFeed {
    /** So many events are at hand for who comes back soon. */
    private static final int RECENT = 256;

    /** So many events wait for event loops to be told. */
    private static final int UNDER_WAY = 256;

    private final Supplier<Connection> connection;
    private final EventPull.Source source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Event> recent = new ArrayDeque<>();
    private final Map<EventLoop, Set<EventReader>> readers = new ConcurrentHashMap<>();
    private final Semaphore underWay = new Semaphore(UNDER_WAY);
    private final EventPull pull;

    /** Up to here the topic is known: no event after this one has been told yet. */
    private long position;

    /** What came up to here is not among the recent ones. */
    private long floor;

    /** Blocks. @throws IOException if JetStream does not answer */
    EventFeed(Supplier<Connection> connection, EventPull.Source source) throws IOException {
        this.connection = connection;
        this.source = source;
        this.position = state().getLastSequence();
        this.floor = position;
        this.pull = new EventPull(connection, source, position, new EventPull.Sink() {
            @Override
            public void begins(long pending) {
                // Who reads now waits for what comes.
            }

            @Override
            public void takes(Event event, long pending) throws InterruptedException {
                tell(event);
            }

            @Override
            public void jumps(long now) {
                beginAnew(now);
            }
        });
        pull.start();
    }

    /** The reader hears what comes from now on. From any thread. */
    void join(EventReader reader) {
        lock.lock();
        try {
            long now = position;
            Set<EventReader> told = toldOn(reader.loop());
            reader.loop().execute(() -> {
                reader.begin(now);
                add(reader, told);
            });
        } finally {
            lock.unlock();
        }
    }

    /**
     * The reader hears what came after this event, and then what comes. Blocks.
     *
     * @throws IOException if JetStream does not answer
     */
    void resume(EventReader reader, long after) throws IOException {
        StreamState state = state();
        long oldest = state.getFirstSequence() - 1;
        if (after > state.getLastSequence()) {
            // The stream is another one than the reader knew.
            rejoin(reader, after);
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

    void close() {
        pull.close();
    }

    private void rejoin(EventReader reader, long after) {
        lock.lock();
        try {
            long now = position;
            Set<EventReader> told = toldOn(reader.loop());
            reader.loop().execute(() -> {
                reader.gap(after, now);
                add(reader, told);
            });
        } finally {
            lock.unlock();
        }
    }

    private void catchUp(EventReader reader, long after) {
        long floorNow = floor();
        if (after < floorNow || !attach(reader, after, floorNow)) {
            CatchUp.start(connection, source, reader, after, seen -> attach(reader, seen, floorNow));
        }
    }

    /**
     * Adds a reader that has got everything up to {@code after}.
     *
     * @param floorBefore if the floor is this one still, nothing has come between it and {@code after}
     * @return false if the feed has not at hand what came since, or that is too much to be told at once
     */
    private boolean attach(EventReader reader, long after, long floorBefore) {
        lock.lock();
        try {
            if (after < floor && floor != floorBefore) {
                return false;
            }
            List<Event> since =
                    recent.stream().filter(event -> event.sequence() > after).toList();
            if (since.stream().mapToLong(event -> event.frame().length).sum() > EventReader.ROOM / 2) {
                return false;
            }
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
            if (recent.size() > RECENT) {
                floor = recent.remove().sequence();
            }
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

    /** The stream is another one, or has dropped what was not told yet: who listens comes back, and is told so. */
    private void beginAnew(long now) {
        Map<EventLoop, Set<EventReader>> before;
        lock.lock();
        try {
            position = now;
            floor = now;
            recent.clear();
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
            return floor;
        } finally {
            lock.unlock();
        }
    }

    private StreamState state() throws IOException {
        Connection current = connection.get();
        if (current == null) {
            throw new IOException("not connected to NATS");
        }
        try {
            return current.jetStreamManagement().getStreamInfo(source.stream()).getStreamState();
        } catch (JetStreamApiException | IllegalStateException e) {
            throw new IOException(e);
        }
    }
}
