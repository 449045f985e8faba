package io.pullway.server;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.pullway.wire.DeadLetter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Buries what nobody can work on. The one place of the order in which that happens: a copy in the stream
 * {@code DEAD_LETTERS}, its PubAck, the answer to whoever waits, and only then out of the queue. An instance
 * that ends in between leaves the message to the next one, which buries it again; the copy is kept once.
 *
 * <p>Safe for all threads. Nothing blocks the caller; what follows runs on a virtual thread.
 */
final class DeadLetters {
    /** After so long the client is told, copy or not. */
    static final Duration PUB_ACK_LIMIT = Duration.ofSeconds(2);

    /** Without a copy, the message comes again after this, to be buried then. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    private static final String APPLY = "pullway apply k8s/base/streams/dead-letters.yaml";

    /** What becomes of the message in its queue. */
    enum End {
        /** Its copy is kept and its caller told: nobody needs it any more. */
        REMOVED,
        /** Nobody keeps a copy: it has to come again after {@link #PAUSE}. */
        POSTPONED,
        /** Its caller could not be told: it is left as it is, for another delivery. */
        LEFT
    }

    /** What is owed to a message that is buried; each is called once, in this order. */
    interface Mourner {
        /** Tells whoever waits. @return false if that was not possible */
        boolean tell();

        void end(End end);
    }

    private final Connection connection;

    DeadLetters(Connection connection) {
        this.connection = connection;
    }

    void bury(DeadLetter letter, Mourner mourner) {
        publish(letter)
                .orTimeout(PUB_ACK_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (answer, failure) -> {
                            boolean kept = isKept(letter, answer, failure);
                            boolean told = tell(letter, mourner);
                            mourner.end(!told ? End.LEFT : kept ? End.REMOVED : End.POSTPONED);
                            return null;
                        },
                        work -> Thread.ofVirtual().name("burial").start(work));
    }

    /** Whatever happens here, the message has to end: it holds a slot. */
    private static boolean tell(DeadLetter letter, Mourner mourner) {
        try {
            return mourner.tell();
        } catch (RuntimeException e) {
            LOG.errorf(e, "event=not-told request=%s", letter.id());
            return false;
        }
    }

    private CompletableFuture<Message> publish(DeadLetter letter) {
        try {
            return connection.requestWithTimeout(letter.toMessage((int) connection.getMaxPayload()), PUB_ACK_LIMIT);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // Disconnected, or a subject that NATS does not take.
            return CompletableFuture.failedFuture(e);
        }
    }

    private static boolean isKept(DeadLetter letter, Message answer, Throwable failure) {
        String reason;
        if (failure == null) {
            try {
                PublishAck ack = new PublishAck(answer);
                LOG.warnf(
                        "event=buried request=%s reason=\"%s\" subject=%s deliveries=%d stream=%s sequence=%d",
                        letter.id(),
                        letter.reason(),
                        letter.origin().subject(),
                        letter.origin().deliveries(),
                        ack.getStream(),
                        ack.getSeqno());
                return true;
            } catch (IOException | JetStreamApiException e) {
                reason = e.getMessage();
            }
        } else {
            reason = switch (failure) {
                case CancellationException nobody -> "no stream takes " + letter.subject();
                case TimeoutException late -> "no PubAck within " + PUB_ACK_LIMIT;
                default -> failure.getMessage();
            };
        }
        LOG.warnf(
                "event=not-buried request=%s reason=\"%s\" again-after=%s action=\"if the stream %s is missing: %s\"",
                letter.id(), reason, PAUSE, DeadLetter.STREAM, APPLY);
        return false;
    }
}
