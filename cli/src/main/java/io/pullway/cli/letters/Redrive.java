package io.pullway.cli.letters;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Sends the request of a dead letter again: as a new one, whose NATS header names the old one. */
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
    private final String instance =
            String.format(Locale.ROOT, "cli-%08x", ThreadLocalRandom.current().nextInt());

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
        /** Whether the application did what was asked: then the letter is not needed any more. */
        public boolean isSuccess() {
            return outcome.equals(TOLD_AGAIN) || outcome.equals("answered") && status < FIRST_FAILURE;
        }
    }

    /** What an operator should know before, one sentence each. */
    public static List<String> warnings(StoredLetter stored, Instant now) {
        List<String> warnings = new ArrayList<>();
        stored.request().ifPresent(request -> {
            FieldLines fields = request.fields();
            for (int i = 0; i < fields.size(); i++) {
                if (LetterText.CREDENTIALS.contains(fields.name(i))) {
                    warnings.add(stored.id() + " carries credentials of its client (" + fields.name(i) + "), which "
                            + (isExpired(fields.value(i), now) ? "have expired." : "may have expired."));
                }
            }
        });
        if (stored.letter().reason().equals("outcome-unknown")) {
            warnings.add(stored.id() + " may have had an effect before; now it may have it a second time.");
        }
        return warnings;
    }

    /** @throws RefusedException when nothing was sent, or it is not known whether it was stored */
    public Result send(StoredLetter stored) throws RefusedException, InterruptedException {
        if (stored.isEvent()) {
            return tellAgain(stored);
        }
        HttpRequestMessage old = stored.request()
                .orElseThrow(() -> new RefusedException(stored.id() + " is no request, so it cannot be sent again."));
        if (!(RequestSubject.of(RequestKind.HTTP, old.method(), old.target())
                instanceof RequestSubject.Mapped mapped)) {
            throw new RefusedException(stored.id() + " has a target that is not forwarded.");
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

    private static byte[] payload(HttpRequestMessage old, RequestId id, String replyTo) throws RefusedException {
        RequestEnvelope envelope = new RequestEnvelope(id, replyTo, BUDGET.toMillis(), 0);
        try {
            return new HttpRequestMessage(envelope, old.method(), old.target(), old.fields(), old.body()).encode();
        } catch (MalformedMessageException e) {
            throw new RefusedException("It cannot be written again: " + e.getMessage());
        }
    }

    /** To all consumers: those that have seen the event know it by its own id, which stays the same. */
    private Result tellAgain(StoredLetter stored) throws RefusedException {
        if (stored.letter().reason().startsWith("no-event")) {
            throw new RefusedException(stored.id() + " is no event, so it cannot be told again.");
        }
        RequestId id = RequestId.next();
        DeadLetter.Origin origin = stored.letter().origin();
        publish(
                stored,
                origin.subject(),
                NatsHeaders.ofEvent(id.text(), origin.stream()),
                stored.letter().payload());
        return new Result(id.text(), 0, TOLD_AGAIN, "");
    }

    private void publish(StoredLetter stored, String subject, RequestId id, byte[] payload) throws RefusedException {
        long ttl = NatsHeaders.ttlSeconds(BUDGET.toMillis(), DELIVERIES, ACK_WAIT_MILLIS);
        publish(stored, subject, NatsHeaders.ofRequest(id.text(), ttl), payload);
    }

    private void publish(StoredLetter stored, String subject, Headers headers, byte[] payload) throws RefusedException {
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
            throw new RefusedException(
                    stored.id() + " was not sent: " + e.getErrorDescription() + " (error " + e.getApiErrorCode() + ")");
        } catch (IOException e) {
            throw new RefusedException(stored.id() + " may not have been stored: " + e.getMessage()
                    + ". Is there a stream for " + subject + "?");
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

    /** Whether it is a bearer token (JWT) that says so itself. */
    private static boolean isExpired(String value, Instant now) {
        String[] parts = value.substring(value.indexOf(' ') + 1).split("\\.");
        if (parts.length != 3) {
            return false;
        }
        try {
            String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            JsonValue json = JsonParser.parse(claims);
            long expiry = JsonValueUtils.readLong(json, "exp", Long.MAX_VALUE);
            return expiry < now.getEpochSecond();
        } catch (JsonParseException | RuntimeException e) {
            return false;
        }
    }
}
