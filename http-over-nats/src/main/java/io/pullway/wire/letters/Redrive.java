package io.pullway.wire.letters;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.Subjects;
import io.pullway.wire.letters.LetterException.Why;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends the request of a dead letter again: as a new one, whose NATS header names the old one. Blocks until it is
 * answered, for {@link #BUDGET} and half a second at most. Safe for all threads.
 */
public final class Redrive {
    /** How long the new request may wait and run. */
    public static final Duration BUDGET = Duration.ofSeconds(30);

    private static final Duration GRACE = Duration.ofMillis(500);
    private static final int DELIVERIES = 5;
    private static final int ACK_WAIT_MILLIS = 10_000;
    private static final int FIRST_FAILURE = 400;
    private static final String TOLD_AGAIN = "told-again";

    private final Connection connection;
    private final Duration timeout;
    private final String instance = String.format(
            Locale.ROOT, "redrive-%08x", ThreadLocalRandom.current().nextInt());

    /** @param timeout until what is sent has to be stored */
    public Redrive(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /**
     * What became of it.
     *
     * @param newId of the new request
     * @param status of the answer, 0 without one
     * @param outcome {@code answered}, what the server decided in place of the application, or {@code no-answer};
     *     {@code told-again} of an event
     */
    public record Result(String newId, int status, String outcome, String servedBy) {
        /**
         * An event stands in its stream again, for all consumers.
         *
         * @param id of the message
         * @param status of the service that was asked for it, 0 if none was
         */
        public static Result toldAgain(RequestId id, int status, String servedBy) {
            return new Result(id.text(), status, TOLD_AGAIN, servedBy);
        }

        /** Whether the application did what was asked: then the letter is not needed any more. */
        public boolean isSuccess() {
            return outcome.equals(TOLD_AGAIN) || outcome.equals("answered") && status < FIRST_FAILURE;
        }
    }

    /** @throws LetterException when nothing was sent, or it is not known whether it was stored */
    public Result send(StoredLetter stored) throws LetterException, InterruptedException {
        if (stored.isEvent()) {
            return tellAgain(stored);
        }
        HttpRequestMessage old = stored.request()
                .orElseThrow(() -> LetterException.unsuitable(stored, "is no request, so it cannot be sent again."));
        if (!(RequestSubject.of(RequestKind.HTTP, old.method(), old.target())
                instanceof RequestSubject.Mapped mapped)) {
            throw LetterException.unsuitable(stored, "has a target that is not forwarded.");
        }
        RequestId id = RequestId.next();
        String replyTo = Subjects.reply(Subjects.PROXY, instance, mapped.resource(), id);
        Subscription answers = connection.subscribe(replyTo);
        try {
            publish(stored, mapped.subject(), id, payload(old, id, replyTo));
            return await(answers, id);
        } finally {
            answers.unsubscribe();
        }
    }

    private static byte[] payload(HttpRequestMessage old, RequestId id, String replyTo) throws LetterException {
        RequestEnvelope envelope = new RequestEnvelope(id, replyTo, BUDGET.toMillis(), 0);
        try {
            return new HttpRequestMessage(envelope, old.method(), old.target(), old.fields(), old.body()).encode();
        } catch (MalformedMessageException e) {
            throw new LetterException(Why.UNSUITABLE, "It cannot be written again: " + e.getMessage());
        }
    }

    /** To all consumers: those that have seen the event know it by its own id, which stays the same. */
    private Result tellAgain(StoredLetter stored) throws LetterException {
        EventRedrive.requireEvent(stored);
        RequestId id = RequestId.next();
        DeadLetter.Origin origin = stored.letter().origin();
        publish(
                stored,
                origin.subject(),
                NatsHeaders.ofEvent(id.text(), origin.stream()),
                stored.letter().payload());
        return Result.toldAgain(id, 0, "");
    }

    private void publish(StoredLetter stored, String subject, RequestId id, byte[] payload) throws LetterException {
        long ttl = NatsHeaders.ttlSeconds(BUDGET.toMillis(), DELIVERIES, ACK_WAIT_MILLIS);
        publish(stored, subject, NatsHeaders.read(NatsHeaders.ofRequest(id.text(), ttl)), payload);
    }

    private void publish(StoredLetter stored, String subject, Headers headers, byte[] payload) throws LetterException {
        headers.add(NatsHeaders.REDRIVE_OF, stored.id());
        try {
            connection
                    .jetStream(
                            JetStreamOptions.builder().requestTimeout(timeout).build())
                    .publish(NatsMessage.builder()
                            .subject(subject)
                            .headers(headers)
                            .data(payload)
                            .build());
        } catch (JetStreamApiException e) {
            throw new LetterException(
                    Why.REFUSED,
                    stored.id() + " was not sent: " + e.getErrorDescription() + " (error " + e.getApiErrorCode() + ")");
        } catch (IOException | IllegalStateException e) {
            throw new LetterException(
                    Why.UNKNOWN,
                    stored.id() + " may not have been stored: " + e.getMessage() + ". Is there a stream for " + subject
                            + "?");
        }
    }

    private static Result await(Subscription answers, RequestId id) throws InterruptedException {
        long deadline = System.nanoTime() + BUDGET.plus(GRACE).toNanos();
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            Message message = answers.nextMessage(Duration.ofNanos(left));
            if (message == null) {
                break;
            }
            try {
                HttpResponseMessage answer = HttpResponseMessage.decode(message.getData());
                if (answer.envelope().requestId().equals(id)) {
                    return new Result(
                            id.text(),
                            answer.status(),
                            answer.envelope().outcome() == null
                                    ? "answered"
                                    : answer.envelope().outcome().token(),
                            answer.envelope().servedBy());
                }
            } catch (MalformedMessageException e) {
                // Not an answer: others may be able to publish there.
            }
        }
        return new Result(id.text(), 0, "no-answer", "");
    }
}
