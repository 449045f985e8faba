package io.pullway.proxy.platform;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import io.pullway.proxy.platform.Queues.Queue;
import io.pullway.proxy.platform.Queues.Waiting;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Asks JetStream how the streams are: one question for each stream and each of its consumers, and now and then one for
 * their names. Used by one thread.
 */
final class QueueReader {
    private static final String ANSWERS = "ANSWERS_";
    private static final String EVENTS = Subjects.eventStream("");
    private static final String LATER = "-later";
    private static final Duration BETWEEN_NAMES = Duration.ofSeconds(5);
    private static final int NO_SUCH_CONSUMER = 10_014;
    private static final int NO_SUCH_STREAM = 10_059;

    /** JetStream's API is shared by all: so many streams are looked at. */
    private static final int MAX_STREAMS = 100;

    /** By their names; those of answers and events, which are only counted, after all queues and the dead letters. */
    private static final Comparator<String> FIRST_LOOKED_AT = Comparator.comparing(
                    (String name) -> name.startsWith(ANSWERS) || name.startsWith(EVENTS))
            .thenComparing(Comparator.naturalOrder());

    private final Supplier<Connection> connection;
    private List<String> names = List.of();
    private long namesNanos = System.nanoTime() - BETWEEN_NAMES.toNanos();

    /** @param connection null before there is one */
    QueueReader(Supplier<Connection> connection) {
        this.connection = connection;
    }

    /** Blocks. @throws IOException if JetStream does not answer */
    Queues read() throws IOException {
        Connection current = connection.get();
        if (current == null) {
            throw new IOException("not connected to NATS");
        }
        try {
            return read(current.jetStreamManagement());
        } catch (JetStreamApiException | IllegalStateException e) {
            // The latter is a connection that is closed.
            throw new IOException(e);
        }
    }

    private Queues read(JetStreamManagement management) throws IOException, JetStreamApiException {
        findNames(management);
        List<Queue> queues = new ArrayList<>();
        Map<String, Long> answers = new TreeMap<>();
        Map<String, Long> events = new TreeMap<>();
        Long deadLetters = null;
        for (String name : names) {
            StreamInfo stream = info(management, name);
            if (stream == null) {
                continue;
            }
            long count = stream.getStreamState().getMsgCount();
            if (name.equals(DeadLetter.STREAM)) {
                deadLetters = count;
            } else if (name.startsWith(ANSWERS)) {
                answers.put(name.substring(ANSWERS.length()), count);
            } else if (name.startsWith(EVENTS)) {
                events.put(name.substring(EVENTS.length()), count);
            } else if (!resources(stream).isEmpty()) {
                queues.add(queue(management, name, stream));
            }
        }
        return new Queues(queues, answers, events, deadLetters);
    }

    private void findNames(JetStreamManagement management) throws IOException, JetStreamApiException {
        if (System.nanoTime() - namesNanos >= BETWEEN_NAMES.toNanos()) {
            names = lookedAt(management.getStreamNames());
            namesNanos = System.nanoTime();
        }
    }

    static List<String> lookedAt(Collection<String> names) {
        return names.stream().sorted(FIRST_LOOKED_AT).limit(MAX_STREAMS).toList();
    }

    /** Null if it has just been deleted. */
    private static StreamInfo info(JetStreamManagement management, String name)
            throws IOException, JetStreamApiException {
        try {
            return management.getStreamInfo(name);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_SUCH_STREAM) {
                return null;
            }
            throw e;
        }
    }

    private static Queue queue(JetStreamManagement management, String name, StreamInfo stream)
            throws IOException, JetStreamApiException {
        StreamState state = stream.getStreamState();
        return new Queue(
                name,
                resources(stream),
                state.getLastSequence(),
                state.getMsgCount() == 0 ? null : age(state.getFirstTime(), stream.getTimestamp()),
                waiting(management, name, name),
                waiting(management, name, name + LATER));
    }

    /** By the clock of the NATS server alone. */
    private static long age(ZonedDateTime since, ZonedDateTime now) {
        return now == null ? 0 : Math.max(0, Duration.between(since, now).toMillis());
    }

    private static Waiting waiting(JetStreamManagement management, String stream, String consumer)
            throws IOException, JetStreamApiException {
        try {
            ConsumerInfo info = management.getConsumerInfo(stream, consumer);
            return new Waiting(info.getNumPending(), info.getNumAckPending(), info.getRedelivered());
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_SUCH_CONSUMER || e.getApiErrorCode() == NO_SUCH_STREAM) {
                return Waiting.NONE;
            }
            throw e;
        }
    }

    private static SortedSet<String> resources(StreamInfo stream) {
        return Subjects.requestedOf(stream.getConfiguration().getSubjects());
    }
}
