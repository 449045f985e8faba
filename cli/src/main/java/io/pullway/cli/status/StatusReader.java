package io.pullway.cli.status;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.PresenceReport;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Listens to what instances say of themselves, and asks JetStream how the queues are. Used by one thread. */
public final class StatusReader {
    /** Longer than an instance takes to say that it is there. */
    public static final Duration LISTENING = Duration.ofMillis(1_500);

    /** What the names of streams of answers begin with; the name of the service follows. */
    public static final String ANSWERS = "ANSWERS_";

    private final Connection connection;
    private final JetStreamManagement management;
    private final Supplier<String> lastError;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();

    private record Heard(InstanceStatus instance, long nanos) {}

    /** @param lastError what the server last complained about on this connection, or an empty text */
    public StatusReader(Connection connection, Duration timeout, Supplier<String> lastError) throws RefusedException {
        this.connection = connection;
        this.lastError = lastError;
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe(Subjects.allPresence(), this::heard);
        try {
            management = connection.jetStreamManagement(
                    JetStreamOptions.builder().requestTimeout(timeout).build());
        } catch (IOException e) {
            throw refused(e.getMessage());
        }
    }

    /** Takes at least {@link #LISTENING}, counted from the last call. */
    public PlatformStatus read() throws RefusedException, InterruptedException {
        Thread.sleep(LISTENING);
        List<QueueStatus> queues = new ArrayList<>();
        Map<String, Long> answers = new TreeMap<>();
        long deadLetters = -1;
        Instant time = Instant.now();
        try {
            for (StreamInfo stream : management.getStreams()) {
                String name = stream.getConfiguration().getName();
                StreamState state = stream.getStreamState();
                if (name.equals(DeadLetter.STREAM)) {
                    deadLetters = state.getMsgCount();
                } else if (name.startsWith(ANSWERS)) {
                    answers.put(name.substring(ANSWERS.length()), state.getMsgCount());
                } else if (!resources(stream).isEmpty()) {
                    queues.add(queue(name, stream));
                }
                time = stream.getTimestamp() == null
                        ? time
                        : stream.getTimestamp().toInstant();
            }
        } catch (JetStreamApiException e) {
            throw new RefusedException(
                    "NATS refuses it: " + e.getErrorDescription() + " (error " + e.getApiErrorCode() + ")");
        } catch (IOException e) {
            throw refused(e.getMessage());
        }
        queues.sort(Comparator.comparing(QueueStatus::service));
        return new PlatformStatus(time, queues, instances(), answers, deadLetters);
    }

    private QueueStatus queue(String name, StreamInfo stream) throws IOException, JetStreamApiException {
        long waiting = 0;
        long inFlight = 0;
        for (ConsumerInfo consumer : management.getConsumers(name)) {
            waiting += consumer.getNumPending();
            inFlight += consumer.getNumAckPending();
        }
        StreamState state = stream.getStreamState();
        Instant oldest = state.getMsgCount() == 0 ? null : state.getFirstTime().toInstant();
        return new QueueStatus(name, resources(stream), waiting, inFlight, oldest);
    }

    private static SortedSet<String> resources(StreamInfo stream) {
        return Subjects.requestedOf(stream.getConfiguration().getSubjects());
    }

    private List<InstanceStatus> instances() {
        long now = System.nanoTime();
        heard.values().removeIf(each -> now - each.nanos() > PresenceReport.GONE_AFTER.toNanos());
        return heard.values().stream()
                .map(Heard::instance)
                .sorted(Comparator.comparing(
                                (InstanceStatus each) -> each.report().service())
                        .thenComparing(each -> each.report().instance())
                        .thenComparing(InstanceStatus::token))
                .toList();
    }

    private void heard(Message message) {
        if (Subjects.resource(message.getSubject()).equals(Subjects.PLATFORM_RESOURCE)) {
            // A proxy: it has no queue of its own.
            return;
        }
        PresenceReport report;
        try {
            report = PresenceReport.decode(message.getData());
        } catch (MalformedMessageException e) {
            // Others may be able to publish there.
            return;
        }
        String token = Subjects.lastToken(message.getSubject());
        if (report.draining()) {
            heard.remove(token);
            return;
        }
        heard.compute(token, (same, before) -> {
            SortedSet<String> resources = new TreeSet<>(
                    before == null ? List.<String>of() : before.instance().resources());
            resources.add(Subjects.resource(message.getSubject()));
            return new Heard(new InstanceStatus(token, report, resources), System.nanoTime());
        });
    }

    private RefusedException refused(String reason) {
        String complaint = lastError.get();
        String why = complaint.isEmpty() ? reason : complaint;
        return new RefusedException(
                "NATS at " + ServerAddress.shown(connection.getConnectedUrl()) + " did not answer: " + why);
    }
}
