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
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The events of one topic for all readers of this proxy: one consumer, however many read. Who comes back after an event
 * of some time ago gets what it missed by a consumer of its own, until it has caught up.
 *
 * <p>Threads: readers are added, told and forgotten on their event loops only; the order in which tasks get there is
 * that in which {@link #lock} was held, so that nobody who joins misses an event or gets one twice.
 */
final class EventFeed {
    /** So many events are at hand for who comes back soon. */
    private static final int RECENT = 256;

    private final Supplier<Connection> connection;
    private final EventPull.Source source;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Event> recent = new ArrayDeque<>();
    private final Map<EventLoop, Set<EventReader>> readers = new ConcurrentHashMap<>();
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
            public void takes(Event event, long pending) {
                tell(event);
            }
        });
        pull.start();
    }

    /** The reader hears what comes from now on. From any thread. */
    void join(EventReader reader) {
        lock.lock();
        try {
            long now = position;
            reader.loop().execute(() -> {
                reader.begin(now);
                add(reader);
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
            reader.loop().execute(() -> {
                reader.gap(after, now);
                add(reader);
            });
        } finally {
            lock.unlock();
        }
    }

    private void catchUp(EventReader reader, long after) {
        long floorNow = floor();
        if (after >= floorNow) {
            attach(reader, after, floorNow);
        } else {
            new CatchUp(reader, after, floorNow).start();
        }
    }

    /** Gives a reader what the feed does not have at hand any more. */
    private final class CatchUp implements EventPull.Sink {
        private final EventReader reader;
        private final long after;
        private final long floorBefore;
        private final EventPull missed;

        CatchUp(EventReader reader, long after, long floorBefore) {
            this.reader = reader;
            this.after = after;
            this.floorBefore = floorBefore;
            this.missed = new EventPull(connection, source, after, this);
        }

        void start() {
            missed.start();
        }

        @Override
        public void begins(long pending) {
            if (pending == 0) {
                closeIf(reader.isOver() || attach(reader, after, floorBefore));
            }
        }

        @Override
        public void takes(Event event, long pending) throws InterruptedException {
            boolean taken = reader.offerAndWait(event);
            closeIf(!taken || pending == 0 && attach(reader, event.sequence(), Long.MAX_VALUE));
        }

        private void closeIf(boolean done) {
            if (done) {
                missed.close();
            }
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
            if (after < floor && floor != floorBefore) {
                return false;
            }
            List<Event> since =
                    recent.stream().filter(event -> event.sequence() > after).toList();
            reader.loop().execute(() -> {
                since.forEach(reader::offer);
                add(reader);
            });
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void tell(Event event) {
        lock.lock();
        try {
            position = event.sequence();
            recent.add(event);
            if (recent.size() > RECENT) {
                floor = recent.remove().sequence();
            }
            readers.forEach((loop, set) -> loop.execute(() -> List.copyOf(set).forEach(reader -> reader.offer(event))));
        } finally {
            lock.unlock();
        }
    }

    private void add(EventReader reader) {
        if (!reader.isOver()) {
            readers.computeIfAbsent(reader.loop(), loop -> new HashSet<>()).add(reader);
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
