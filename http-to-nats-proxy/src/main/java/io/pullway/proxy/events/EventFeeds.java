package io.pullway.proxy.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Who listens to which events at this proxy. Safe for all threads. */
public final class EventFeeds {
    /** JetStream drops all questions at once when 10,000 wait, and when a proxy ends, all its readers come to others. */
    private static final int QUESTIONS = 64;

    /** So many catch up at the same time, each with a consumer and some events in hand. */
    private static final int TURNS = 64;

    /** So long a reader that catches up may take to have room again. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<Connection> connection;
    private final int most;
    private final EventMemory memory;
    private final Consumer<String> cut;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<EventTopic, Used> feeds = new ConcurrentHashMap<>();
    private final Set<EventReader> readers = ConcurrentHashMap.newKeySet();
    private final Semaphore questions = new Semaphore(QUESTIONS, true);
    private final Turns turns = Turns.of(TURNS, PATIENCE);
    private volatile String over;

    /** A feed, and how many use it. Guarded by its lock; without users it is of no more use. */
    private static final class Used {
        private final ReentrantLock lock = new ReentrantLock();
        private EventFeed feed;
        private int users;
        private boolean done;

        private void trim() {
            lock.lock();
            try {
                if (feed != null) {
                    feed.trim();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * @param connection null before there is one
     * @param most how many may listen at the same time
     * @param memory for what waits for them, and for what is at hand for who comes back
     * @param cut told the reason when a reader is cut off
     */
    public EventFeeds(Supplier<Connection> connection, int most, EventMemory memory, Consumer<String> cut) {
        this.connection = connection;
        this.most = most;
        this.memory = memory;
        this.cut = cut;
    }

    /** How many listen. */
    public int open() {
        return open.get();
    }

    /** That of all readers at this proxy. */
    public EventMemory memory() {
        return memory;
    }

    /** The name of the stream that has the events of the topic, if there is one. Blocks. */
    public Optional<String> stream(EventTopic topic) throws IOException {
        Connection current = connection.get();
        if (current == null) {
            throw new IOException("not connected to NATS");
        }
        questions.acquireUninterruptibly();
        try {
            // Others may keep events, too, under sequences of their own: for audits, say.
            return current.jetStreamManagement().getStreamNames(topic.filter()).stream()
                    .filter(Subjects::isEventStream)
                    .findFirst();
        } catch (JetStreamApiException | IllegalStateException e) {
            throw new IOException(e);
        } finally {
            questions.release();
        }
    }

    /** Takes a place for one reader. @return false if there is none left */
    public boolean enter() {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives a place back that no reader got. */
    public void leave() {
        open.decrementAndGet();
    }

    /**
     * Lets a reader who has a place hear the topic until it leaves. Blocks. If it fails, the reader is cut off.
     *
     * @param stream that has the events
     * @param after the last event that it got; empty to begin now
     */
    public void listen(EventReader reader, EventTopic topic, String stream, Optional<Long> after) {
        Used used = use(topic);
        readers.add(reader);
        reader.loop().execute(() -> reader.open(() -> ended(reader, topic, used)));
        String reason = over;
        if (reason != null) {
            reader.loop().execute(() -> reader.cut(reason));
        }
        questions.acquireUninterruptibly();
        try {
            if (reader.isOver()) {
                return;
            }
            EventFeed feed = feed(used, topic, stream);
            if (after.isPresent()) {
                feed.resume(reader, after.get());
            } else {
                feed.join(reader);
            }
        } catch (IOException e) {
            reader.loop().execute(() -> reader.cut("unavailable"));
        } finally {
            questions.release();
        }
    }

    /** Tells each that the connection lives, and has everybody give back what others need. */
    public void beat() {
        // A lock may be held while JetStream is asked.
        Thread.ofVirtual().start(() -> feeds.values().forEach(Used::trim));
        readers.forEach(reader -> reader.loop().execute(reader::beat));
    }

    /** Cuts everybody off, and whoever comes from now on. @param reason as of {@link EventReader#cut} */
    public void end(String reason) {
        over = reason;
        readers.forEach(reader -> reader.loop().execute(() -> reader.cut(reason)));
    }

    private Used use(EventTopic topic) {
        while (true) {
            Used used = feeds.computeIfAbsent(topic, name -> new Used());
            used.lock.lock();
            try {
                if (!used.done) {
                    used.users++;
                    return used;
                }
            } finally {
                used.lock.unlock();
            }
        }
    }

    private EventFeed feed(Used used, EventTopic topic, String stream) throws IOException {
        used.lock.lock();
        try {
            if (used.done) {
                throw new IOException("nobody listens any more");
            }
            if (used.feed == null) {
                used.feed = new EventFeed(new EventPull.Source(connection, stream, topic.filter()), turns, memory);
            }
            return used.feed;
        } finally {
            used.lock.unlock();
        }
    }

    private void ended(EventReader reader, EventTopic topic, Used used) {
        open.decrementAndGet();
        readers.remove(reader);
        reader.reason().ifPresent(cut);
        Thread.ofVirtual().start(() -> release(reader, topic, used));
    }

    private void release(EventReader reader, EventTopic topic, Used used) {
        used.lock.lock();
        try {
            if (used.feed != null) {
                EventFeed feed = used.feed;
                reader.loop().execute(() -> feed.forget(reader));
            }
            used.users--;
            if (used.users == 0) {
                used.done = true;
                feeds.remove(topic, used);
                if (used.feed != null) {
                    used.feed.close();
                }
            }
        } finally {
            used.lock.unlock();
        }
    }
}
