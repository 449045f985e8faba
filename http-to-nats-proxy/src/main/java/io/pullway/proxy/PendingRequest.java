package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.HttpMethods;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.RequestId;
import java.time.Duration;
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
    private final HttpRequestMessage message;
    private final byte[] payload;
    private final Client client;
    private volatile Publication publication;
    private volatile Stored stored;
    private volatile int unheard;

    /**
     * Who waits.
     *
     * @param loop on which the outcome is told
     */
    record Client(SingleThreadEventLoop loop, Consumer<Outcome> outcome) {}

    /** @param epoch of the connection that it was written to */
    record Publication(long epoch, long nanos) {}

    /** @param pubAck as JetStream sent it, read only if it is needed */
    record Stored(byte[] pubAck, long nanos) {}

    PendingRequest(String subject, String resource, HttpRequestMessage message, byte[] payload, Client client) {
        this.subject = subject;
        this.resource = resource;
        this.message = message;
        this.payload = payload;
        this.client = client;
    }

    RequestId id() {
        return message.envelope().requestId();
    }

    String subject() {
        return subject;
    }

    String resource() {
        return resource;
    }

    byte[] payload() {
        return payload;
    }

    Duration budget() {
        return Duration.ofMillis(message.envelope().budgetMillis());
    }

    boolean isIdempotent() {
        return HttpMethods.isIdempotent(message.method());
    }

    void published(long epoch) {
        publication = new Publication(epoch, System.nanoTime());
    }

    /** The last attempt to publish it, or null before the first. */
    Publication publication() {
        return publication;
    }

    void stored(byte[] pubAck) {
        stored = new Stored(pubAck, System.nanoTime());
    }

    /** Null until its PubAck was seen. */
    Stored stored() {
        return stored;
    }

    /** Nobody took the message. @return how often that has happened now */
    int notHeard() {
        return ++unheard;
    }

    int timesNotHeard() {
        return unheard;
    }

    /**
     * Runs the task when the client's event loop has worked off what it has at hand, before it waits: what
     * several clients send goes to the NATS connection together, which wakes its writer once and writes once.
     */
    void afterThisTurn(Runnable task) {
        client.loop().executeAfterEventLoopIteration(task);
    }

    void tell(Outcome outcome) {
        client.loop().execute(() -> client.outcome().accept(outcome));
    }
}
