package io.pullway.server.test;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.Await;
import io.pullway.wire.Body;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Asker;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.ReadResult;
import io.pullway.wire.record.RecordRules;
import io.pullway.wire.record.RecordStore;
import io.pullway.wire.record.RecordTimes;
import io.pullway.wire.record.RecordWrite;
import io.pullway.wire.record.Runner;
import io.pullway.wire.record.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Claims keyed and asynchronous requests and reads their records, as a proxy does. */
final class ClaimingClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String STREAM = "things-service";
    private static final String RESOURCE = "things";

    private final ClientLink link = new ClientLink();
    private final Connection connection = link.control();
    private final RecordStore store = RecordStore.ofProxy(link.requests());
    private final RecordRules rules = new RecordRules(RecordTimes.of(5, 10_000));

    /** What is heard of a record from now on. */
    BlockingQueue<AnswerRecord> listen(RequestId id) {
        BlockingQueue<AnswerRecord> heard = new LinkedBlockingQueue<>();
        link.requests().subscribe(Subjects.kept(RESOURCE, id), message -> {
            try {
                heard.add(RecordStore.heard(message));
            } catch (MalformedMessageException e) {
                throw new IllegalStateException(e);
            }
        });
        return heard;
    }

    /** @return the sequence of the claim */
    long claim(RequestKind kind, RequestId id) {
        Decision.OfAsker decision = rules.asks(
                record(id), new Asker(id, claimed(kind), "p1"), Asker.Progress.NONE, System.currentTimeMillis());
        return write(id, ((Decision.Claim) decision).write());
    }

    /** As another server does that has the request. */
    void start(RequestId id, long claim, boolean repeatable) {
        Runner runner = new Runner(id, claim, "another", repeatable, "s2");
        write(id, ((Decision.RunAfterWriting) rules.runs(record(id), runner)).write());
    }

    /** With what was claimed in the message, true or not. */
    void publish(RequestKind kind, RequestId id, long claim, String method, String target) {
        publish(kind, method, target, new RequestEnvelope(id, null, 30_000, claim, claimed(kind)));
    }

    /** Claims and publishes, as a proxy does. @return the claim */
    long ask(RequestKind kind, RequestId id, String method, String target) {
        long claim = claim(kind, id);
        publish(kind, id, claim, method, target);
        return claim;
    }

    private static RecordEnvelope.Request claimed(RequestKind kind) {
        return new RecordEnvelope.Request(kind, "fingerprint", "anonymous", System.currentTimeMillis() + 30_000);
    }

    void publish(RequestKind kind, String method, String target, RequestEnvelope envelope) {
        RequestSubject.Mapped mapped = (RequestSubject.Mapped) RequestSubject.of(kind, method, target);
        try {
            byte[] payload = new HttpRequestMessage(envelope, method, target, new FieldLines(), Body.EMPTY).encode();
            connection.jetStream().publish(mapped.subject(), payload);
        } catch (MalformedMessageException | IOException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until there is an answer, an outcome or a release. */
    AnswerRecord settled(RequestId id) {
        return Await.value(
                LIMIT,
                "the record of " + id + " is settled",
                () -> Optional.ofNullable(record(id))
                        .filter(record -> !record.state().isPending()));
    }

    /** The last record, or null. */
    AnswerRecord record(RequestId id) {
        return switch (get(store.read(RESOURCE, id))) {
            case ReadResult.Found found -> found.record();
            case ReadResult.Absent() -> null;
            case ReadResult.NoStream none -> throw new IllegalStateException(none.reason());
            case ReadResult.Unavailable(String reason) -> throw new IllegalStateException(reason);
        };
    }

    /** Waits until every message was acknowledged. */
    void awaitEmptyQueue() {
        Await.until(LIMIT, "the queue is empty", () -> messages(STREAM) == 0);
    }

    long deadLetters() {
        return messages(DeadLetter.STREAM);
    }

    void createDeadLetters() {
        try {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(DeadLetter.STREAM)
                            .subjects(Subjects.allDead())
                            .build());
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets the stream of answers keep those of {@code resource} and no others; what it holds stays. */
    void keepAnswersOf(String resource) {
        try {
            StreamConfiguration answers = connection
                    .jetStreamManagement()
                    .getStreamInfo("ANSWERS_" + STREAM)
                    .getConfiguration();
            connection
                    .jetStreamManagement()
                    .updateStream(StreamConfiguration.builder(answers)
                            .subjects(Subjects.answers(resource))
                            .build());
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    private long messages(String stream) {
        try {
            return connection
                    .jetStreamManagement()
                    .getStreamInfo(stream)
                    .getStreamState()
                    .getMsgCount();
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    private long write(RequestId id, RecordWrite write) {
        return ((WriteResult.Written) get(store.write(RESOURCE, id, write))).sequence();
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        link.close();
    }
}
