package io.pullway.proxy;

import io.pullway.proxy.StreamQueries.Fill;
import io.pullway.wire.RequestKind;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * How much room the streams of a resource have, as the door has to know for what is kept and for what is queued. Each stream
 * is read once a second while somebody asks, by one of those; the others go on with what was read before. What cannot be read
 * has room: the stream itself refuses what is too much. Safe for all threads; blocks who reads.
 */
final class StreamRoom {
    private static final Logger LOG = Logger.getLogger(StreamRoom.class);
    private static final long READ_AGAIN_NANOS = 1_000_000_000;

    /** From here on no new claim is taken, so that what was claimed can be answered. */
    private static final double FULL_OF_ANSWERS = 0.8;

    /** So much of a queue, in messages and in bytes, is there for asynchronous requests: the rest is for who waits. */
    private static final double FOR_LATER = 0.5;

    /** Clients name resources: whoever makes names up must not fill the memory. */
    private static final int MOST_STREAMS = 10_000;

    private final StreamQueries queries;
    private final IntSupplier proxies;

    /** By the subjects that it takes. */
    private final Map<String, Known> streams = new ConcurrentHashMap<>();

    /** @param proxies how many there are: each may let in its share */
    StreamRoom(StreamQueries queries, IntSupplier proxies) {
        this.queries = queries;
        this.proxies = proxies;
    }

    /** What a stream held when it was read last, and what this proxy let in since. */
    private static final class Known {
        private final ReentrantLock reading = new ReentrantLock();
        private final AtomicLong messages = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();
        private volatile long readNanos = System.nanoTime() - READ_AGAIN_NANOS;
        private volatile boolean isMissing;
        private volatile String name;
        /** Null before it was read. */
        private volatile Fill fill;

        private boolean isOld() {
            return System.nanoTime() - readNanos >= READ_AGAIN_NANOS;
        }

        /** What is read for the first time is waited for. */
        private boolean isToBeRead() {
            if (fill == null) {
                reading.lock();
                return true;
            }
            return reading.tryLock();
        }
    }

    /**
     * Whether the stream of answers has too little room for a new claim.
     *
     * @throws IOException if there is none
     */
    boolean isFullOfAnswers(String resource) throws IOException {
        Known stream = known(Subjects.answers(resource));
        if (stream.isMissing) {
            streams.remove(Subjects.answers(resource), stream);
            throw new NoStreamException(resource);
        }
        return isFullOfAnswers(stream);
    }

    private static boolean isFullOfAnswers(Known stream) {
        Fill fill = stream.fill;
        return fill != null && fill.maxBytes() > 0 && fill.bytes() > FULL_OF_ANSWERS * fill.maxBytes();
    }

    /** Whether there is a stream of answers, which was read less than a second ago. Does not block. */
    boolean knowsAnswers(String resource) {
        Known stream = streams.get(Subjects.answers(resource));
        return stream != null && !stream.isMissing && !stream.isOld();
    }

    /** {@link #isFullOfAnswers} as far as it was read. Does not block. */
    boolean isKnownFullOfAnswers(String resource) {
        Known stream = streams.get(Subjects.answers(resource));
        return stream != null && isFullOfAnswers(stream);
    }

    /**
     * Lets an asynchronous request into the queue, if these do not take the room of requests whose clients wait.
     *
     * @param size in bytes, about
     */
    boolean takesLater(String resource, long size) {
        Known stream = known(Subjects.requests(RequestKind.LATER, resource));
        Fill fill = stream.fill;
        if (fill != null) {
            // The others let in as much meanwhile as this one.
            long share = Math.max(1, proxies.getAsInt());
            if (isOver(fill.messages() + share * stream.messages.get(), fill.maxMessages())
                    || isOver(fill.bytes() + share * stream.bytes.get(), fill.maxBytes())) {
                return false;
            }
        }
        stream.messages.incrementAndGet();
        stream.bytes.addAndGet(size);
        return true;
    }

    /** One that was let in was not stored. */
    void tookNoLater(String resource, long size) {
        Known stream = streams.get(Subjects.requests(RequestKind.LATER, resource));
        if (stream != null) {
            stream.messages.decrementAndGet();
            stream.bytes.addAndGet(-size);
        }
    }

    /** @param limit 0 or less for none */
    private static boolean isOver(long held, long limit) {
        return limit > 0 && held >= FOR_LATER * limit;
    }

    private Known known(String subjects) {
        if (streams.size() > MOST_STREAMS) {
            streams.clear();
        }
        Known stream = streams.computeIfAbsent(subjects, name -> new Known());
        if (stream.isOld() && stream.isToBeRead()) {
            try {
                if (stream.isOld()) {
                    read(subjects, stream);
                    stream.readNanos = System.nanoTime();
                }
            } finally {
                stream.reading.unlock();
            }
        }
        return stream;
    }

    private void read(String subjects, Known stream) {
        long messages = stream.messages.get();
        long bytes = stream.bytes.get();
        try {
            if (stream.name == null) {
                stream.name = queries.streamOf(subjects);
            }
            stream.isMissing = stream.name == null;
            if (stream.isMissing) {
                return;
            }
            stream.fill = queries.fill(stream.name);
            // What was let in before is in it.
            stream.messages.addAndGet(-messages);
            stream.bytes.addAndGet(-bytes);
        } catch (IOException e) {
            // It may be another one by now.
            stream.name = null;
            LOG.debugf("event=stream-not-read subjects=%s reason=\"%s\"", subjects, e.getMessage());
        }
    }
}
