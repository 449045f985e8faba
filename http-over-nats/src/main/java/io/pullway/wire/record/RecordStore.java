package io.pullway.wire.record;

import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.PubAcks;
import io.pullway.wire.RecordMessage;
import io.pullway.wire.RequestId;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.JetStreamCalls.NotTaken;
import io.pullway.wire.record.JetStreamCalls.Refused;
import io.pullway.wire.record.JetStreamCalls.Reply;
import io.pullway.wire.record.JetStreamCalls.Silent;
import io.pullway.wire.record.JetStreamCalls.Stored;
import io.pullway.wire.record.JetStreamCalls.Told;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads and writes records, through the leader of their stream.
 *
 * <p>Never blocks, and no future ever fails: each completes within its limit, on the event loop of the connection or the
 * thread of the JDK's timer, which the caller must leave at once.
 * Any thread may call.
 */
public final class RecordStore {
    /** How long one question to JetStream may take. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final int WRONG_LAST_SEQUENCE = 10_071;
    /** Another write to the same subject is just being stored. */
    private static final int WRITE_IN_PROCESS = 10_164;

    private static final int NO_MESSAGE_FOUND = 10_037;
    private static final int NO_SUCH_STREAM = 10_059;

    private static final int ATTEMPTS = 5;
    private static final long PAUSE_MILLIS = 3;

    private final JetStreamCalls calls;
    private final AnswerStreams streams;

    private RecordStore(JetStreamCalls calls, AnswerStreams streams) {
        this.calls = calls;
        this.streams = streams;
    }

    /** For a proxy: the stream of each resource is looked up when it is first needed. */
    public static RecordStore ofProxy(CoreConnection connection) {
        JetStreamCalls calls = new JetStreamCalls(connection);
        return new RecordStore(calls, AnswerStreams.ofAll(calls));
    }

    /** For a server: the records are in {@code ANSWERS_<service>}. */
    public static RecordStore ofService(CoreConnection connection, String service) {
        JetStreamCalls calls = new JetStreamCalls(connection);
        return new RecordStore(calls, AnswerStreams.ofService(calls, service));
    }

    /** To be called when the connection is lost: everything under way completes at once. */
    public void disconnected() {
        calls.disconnected();
    }

    /** The last record of a request. */
    public CompletableFuture<ReadResult> read(String resource, RequestId id) {
        return streams.of(resource, LIMIT).thenCompose(place -> switch (place) {
            case AnswerStreams.Stream(String name) -> read(name, resource, id);
            case AnswerStreams.Nowhere() -> CompletableFuture.completedFuture(new ReadResult.NoStream(resource));
            case AnswerStreams.Unsaid() ->
                CompletableFuture.completedFuture(new ReadResult.Unavailable(
                        "JetStream does not say which stream keeps the answers of " + resource));
        });
    }

    private CompletableFuture<ReadResult> read(String stream, String resource, RequestId id) {
        byte[] question =
                ("{\"last_by_subj\":\"" + Subjects.answer(resource, id) + "\"}").getBytes(StandardCharsets.US_ASCII);
        // Not the direct way: a follower may not know the newest record.
        return calls.ask("$JS.API.STREAM.MSG.GET." + stream, null, question, LIMIT)
                .thenApply(reply -> readReply(reply, resource, id));
    }

    private ReadResult readReply(Reply reply, String resource, RequestId id) {
        return switch (reply) {
            case Told told -> stored(told.json(), id);
            case Stored stored -> new ReadResult.Unavailable("the reply is a PubAck");
            case Refused refused when refused.code() == NO_MESSAGE_FOUND -> new ReadResult.Absent();
            case Refused refused -> {
                if (refused.code() == NO_SUCH_STREAM) {
                    streams.forget(resource);
                }
                yield new ReadResult.Unavailable(refused.description());
            }
            case NotTaken notTaken -> new ReadResult.Unavailable(notTaken.reason());
            case Silent silent -> new ReadResult.Unavailable(silent.reason());
        };
    }

    private static ReadResult stored(JsonValue json, RequestId id) {
        JsonValue message = JsonValueUtils.readObject(json, "message");
        String data = JsonValueUtils.readString(message, "data", "");
        try {
            RecordMessage record = RecordMessage.decode(Base64.getDecoder().decode(data));
            if (!record.response().envelope().requestId().equals(id)) {
                return new ReadResult.Unavailable("the record is of another request");
            }
            long sequence = JsonValueUtils.readLong(message, "seq", 0);
            Instant time = Instant.parse(JsonValueUtils.readString(message, "time", ""));
            return new ReadResult.Found(new AnswerRecord(record, sequence, time.toEpochMilli()));
        } catch (MalformedMessageException | RuntimeException e) {
            return new ReadResult.Unavailable("what is stored is no record: " + e.getMessage());
        }
    }

    /** Writes a record if the one that it follows is still the last. */
    public CompletableFuture<WriteResult> write(String resource, RequestId id, RecordWrite write) {
        byte[] payload;
        try {
            payload = write.record().encode();
        } catch (MalformedMessageException e) {
            return CompletableFuture.completedFuture(new WriteResult.Illegal(e.getMessage()));
        }
        byte[] headers = NatsHeaders.ofRecord(write.expectedSequence(), write.ttlSeconds());
        return write(Subjects.answer(resource, id), headers, payload, ATTEMPTS);
    }

    private CompletableFuture<WriteResult> write(String subject, byte[] headers, byte[] payload, int attempts) {
        CompletableFuture<Reply> reply;
        try {
            reply = calls.ask(subject, headers, payload, LIMIT);
        } catch (IllegalArgumentException e) {
            // The connection compares with max_payload of the server; subject and headers are always legal.
            return CompletableFuture.completedFuture(new WriteResult.TooLarge());
        }
        return reply.thenCompose(told -> {
            if (told instanceof Refused refused && refused.code() == WRITE_IN_PROCESS && attempts > 1) {
                return CompletableFuture.supplyAsync(
                                () -> write(subject, headers, payload, attempts - 1),
                                CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS))
                        .thenCompose(later -> later);
            }
            return CompletableFuture.completedFuture(writeReply(told));
        });
    }

    /**
     * Publishes the request of a claim to its queue. {@code Conflict}: an earlier attempt is just being stored.
     *
     * @param headers see {@link NatsHeaders#ofRequest}
     * @throws IllegalArgumentException if the message is larger than the server takes
     */
    public CompletableFuture<WriteResult> publish(String subject, byte[] headers, byte[] payload) {
        return calls.ask(subject, headers, payload, LIMIT).thenApply(RecordStore::writeReply);
    }

    private static WriteResult writeReply(Reply reply) {
        return switch (reply) {
            case Stored stored -> new WriteResult.Written(stored.sequence());
            case Told told -> new WriteResult.Unknown("the reply is no PubAck");
            case Refused refused ->
                switch (refused.code()) {
                    case WRONG_LAST_SEQUENCE, WRITE_IN_PROCESS, PubAcks.DUPLICATE_IN_PROCESS ->
                        new WriteResult.Conflict();
                    case PubAcks.STREAM_FULL -> new WriteResult.Full();
                    default -> new WriteResult.Unavailable(refused.description());
                };
            case NotTaken notTaken -> new WriteResult.NotTaken(notTaken.reason());
            case Silent silent -> new WriteResult.Unknown(silent.reason());
        };
    }

    /**
     * Reads a record that was heard on {@code kept.<resource>.<id>}, as its stream publishes it again.
     *
     * @throws MalformedMessageException if it is none: others may be able to publish there
     */
    public static AnswerRecord heard(CoreMessage message) throws MalformedMessageException {
        RecordMessage record = RecordMessage.decode(message.data());
        String id = record.response().envelope().requestId().text();
        String sequence = message.header("Nats-Sequence");
        String time = message.header("Nats-Time-Stamp");
        if (sequence == null || time == null || !id.equals(Subjects.lastToken(message.subject()))) {
            throw new MalformedMessageException("no record as its stream publishes it again");
        }
        try {
            return new AnswerRecord(
                    record, Long.parseLong(sequence), Instant.parse(time).toEpochMilli());
        } catch (NumberFormatException | DateTimeException e) {
            throw new MalformedMessageException("a record with an unreadable sequence or time stamp");
        }
    }
}
