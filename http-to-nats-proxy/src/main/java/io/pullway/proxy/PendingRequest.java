package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.HttpMethods;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.Publications;
import io.pullway.wire.RequestId;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One request that a client waits for: its message, and how far it has come.
 *
 * <p>Threads: made on the client's event loop; what happens to it afterwards is told by the dispatcher of
 * jnats and by the ticker of {@link PendingReplies}. {@link #tell} is called by whoever removed it there.
 */
final class PendingRequest {
    private final String subject;
    private final String resource;
    private final Client client;
    private final long madeNanos = System.nanoTime();
    private volatile Attempt attempt;
    private final Publications publications = new Publications();
    private volatile Stored stored;
    private volatile boolean heldBack;

    /**
     * The message as it is published.
     *
     * @param number 0 for the first; a later one has another message id, so that it is stored once more
     */
    private record Attempt(int number, HttpRequestMessage message, byte[] payload) {}

    /**
     * Who waits.
     *
     * @param loop on which the outcome is told
     */
    record Client(SingleThreadEventLoop loop, Consumer<Outcome> outcome) {}

    /** What is known of the message since its PubAck. Used by the ticker and by who looks for it. */
    static final class Stored {
        private final byte[] pubAck;
        private final long nanos;
        private volatile long lookedNanos;
        private volatile long goneNanos;

        Stored(byte[] pubAck, long nanos) {
            this.pubAck = pubAck;
            this.nanos = nanos;
            this.lookedNanos = nanos;
        }

        /** As JetStream sent it, read only if it is needed. */
        byte[] pubAck() {
            return pubAck;
        }

        long nanos() {
            return nanos;
        }

        /** Whether nobody has looked for it for so long; whoever gets the answer yes has to look. */
        boolean isToBeLookedFor(long interval, long now) {
            boolean due = goneNanos == 0 && now - lookedNanos > interval;
            if (due) {
                lookedNanos = now;
            }
            return due;
        }

        /** It was taken out of its queue. */
        void gone(long now) {
            goneNanos = now;
        }

        boolean isGoneFor(long duration, long now) {
            return goneNanos != 0 && now - goneNanos > duration;
        }
    }

    PendingRequest(String subject, String resource, HttpRequestMessage message, byte[] payload, Client client) {
        this.subject = subject;
        this.resource = resource;
        this.attempt = new Attempt(0, message, payload);
        this.client = client;
    }

    RequestId id() {
        return attempt.message().envelope().requestId();
    }

    /** For the duplicate window of the stream: the same as long as the message is the same. */
    String messageId() {
        Attempt current = attempt;
        return current.number() == 0 ? id().text() : id().text() + "." + current.number();
    }

    String subject() {
        return subject;
    }

    String resource() {
        return resource;
    }

    byte[] payload() {
        return attempt.payload();
    }

    Duration budget() {
        return Duration.ofMillis(attempt.message().envelope().budgetMillis());
    }

    /** Whether it has not been published within its budget: the question whether it may be has no answer. */
    boolean isOverdue(long nowNanos) {
        return publications.written() == null && ageNanos(nowNanos) > budget().toNanos();
    }

    /** Since it was made. */
    long ageNanos(long nowNanos) {
        return nowNanos - madeNanos;
    }

    boolean isIdempotent() {
        return HttpMethods.isIdempotent(attempt.message().method());
    }

    /** Whether it is not the first message any more: another one may have been started before. */
    boolean isAnew() {
        return attempt.number() > 0;
    }

    /**
     * Forgets what became of the message so far, for one with what is left of the budget; to be published next.
     *
     * @param budgetMillis what is left, at least 1
     */
    void startAnew(long budgetMillis) throws MalformedMessageException {
        become(attempt.number() + 1, attempt.message().again(budgetMillis));
        publications.startAnew();
        stored = null;
    }

    /**
     * Leaves the message, of which nothing is stored, what is left of its budget; to be published next.
     *
     * @param budgetMillis what is left, at least 1
     */
    void shorten(long budgetMillis) throws MalformedMessageException {
        become(attempt.number(), attempt.message().within(budgetMillis));
        publications.startItsTime();
    }

    private void become(int number, HttpRequestMessage message) throws MalformedMessageException {
        attempt = new Attempt(number, message, message.encode());
    }

    /** It waits for a connection to be published on; from now on the ticker publishes it. */
    void holdBack() {
        heldBack = true;
    }

    boolean isHeldBack() {
        return heldBack;
    }

    /** Of this message, and of those that were sent for the same request before. */
    Publications publications() {
        return publications;
    }

    void stored(byte[] pubAck) {
        stored = new Stored(pubAck, System.nanoTime());
    }

    /** Null until its PubAck was seen. */
    Stored stored() {
        return stored;
    }

    /**
     * Runs the task on the client's event loop, where the request is published first, when that has worked off what
     * it has at hand, before it waits: what several clients send goes to the NATS connection together, which wakes
     * its writer once and writes once.
     */
    void afterThisTurn(Runnable task) {
        client.loop().executeAfterEventLoopIteration(task);
    }

    void tell(Outcome outcome) {
        try {
            client.loop().execute(() -> client.outcome().accept(outcome));
        } catch (RejectedExecutionException e) {
            // The loop has ended, and the client's connection with it: nobody is there to be told.
        }
    }
}
