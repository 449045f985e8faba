package io.pullway.wire.record;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import io.pullway.wire.PubAcks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Questions to JetStream that are answered with JSON: PubAcks and its API. One subscription for all, and a
 * deadline of its own for each.
 *
 * <p>Any thread may ask, and is never blocked. Futures complete on the event loop of the connection or on the timer of {@link
 * CompletableFuture}, which must not be blocked either, and never exceptionally.
 */
final class JetStreamCalls {
    /** What came of a question. */
    sealed interface Reply {}

    record Told(JsonValue json) implements Reply {}

    /** A PubAck. */
    record Stored(long sequence) implements Reply {}

    /** JetStream's own error; nothing was done. */
    record Refused(int code, String description) implements Reply {}

    /** Nobody took the question: nothing was done. */
    record NotTaken(String reason) implements Reply {}

    /** It was written, and nothing is known of it. */
    record Silent(String reason) implements Reply {}

    /** A reply is late by so much more before it is said so. */
    private static final long WATCH_MILLIS = 100;

    private final CoreConnection connection;
    private final String inbox;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentMap<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean watched = new AtomicBoolean();

    /** One timer for all that wait: most are answered within a millisecond, and a timer each would cost more. */
    private record Waiting(CompletableFuture<Reply> reply, Duration limit, long sinceNanos) {
        void endIfLate(long nowNanos) {
            if (nowNanos - sinceNanos >= limit.toNanos()) {
                reply.complete(new Silent("no reply within " + limit.toMillis() + " ms"));
            }
        }
    }

    JetStreamCalls(CoreConnection connection) {
        this.connection = connection;
        this.inbox = connection.newInbox() + ".";
        connection.subscribe(inbox + "*", this::replied);
    }

    /**
     * @param headers see {@link CoreConnection#publish}
     * @throws IllegalArgumentException if the message is larger than the server takes
     */
    CompletableFuture<Reply> ask(String subject, byte[] headers, byte[] payload, Duration limit) {
        String number = Long.toString(numbers.incrementAndGet());
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        waiting.put(number, new Waiting(reply, limit, System.nanoTime()));
        watch();
        try {
            connection.publish(subject, inbox + number, headers, payload);
        } catch (IllegalStateException e) {
            // Disconnected in this moment, or too much waits to be written: the message was not taken.
            reply.complete(new NotTaken(e.getMessage()));
        } catch (IllegalArgumentException e) {
            waiting.remove(number);
            throw e;
        }
        return reply.whenComplete((told, never) -> waiting.remove(number));
    }

    /** While anything waits. */
    private void watch() {
        if (watched.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(WATCH_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(this::endLate);
        }
    }

    private void endLate() {
        watched.set(false);
        long now = System.nanoTime();
        waiting.values().forEach(one -> one.endIfLate(now));
        if (!waiting.isEmpty()) {
            watch();
        }
    }

    /** The connection was lost: what waits is not answered any more. */
    void disconnected() {
        waiting.values().forEach(one -> one.reply.complete(new Silent("the connection to NATS was lost")));
    }

    private void replied(CoreMessage message) {
        String subject = message.subject();
        Waiting asked = waiting.get(subject.substring(subject.lastIndexOf('.') + 1));
        if (asked != null) {
            asked.reply.complete(read(message));
        }
    }

    private static Reply read(CoreMessage message) {
        if (message.status() != 0) {
            return new NotTaken("no stream takes it at the moment");
        }
        long sequence = PubAcks.sequence(message.data());
        if (sequence > 0) {
            return new Stored(sequence);
        }
        try {
            JsonValue json = JsonParser.parse(message.data());
            JsonValue error = JsonValueUtils.readObject(json, "error");
            int code = JsonValueUtils.readInteger(error, "err_code", 0);
            if (code != 0) {
                return new Refused(code, JsonValueUtils.readString(error, "description", ""));
            }
            long spaced = JsonValueUtils.readLong(json, "seq", 0);
            return spaced > 0 ? new Stored(spaced) : new Told(json);
        } catch (JsonParseException | RuntimeException e) {
            return new Silent("the reply is no JSON of JetStream");
        }
    }
}
