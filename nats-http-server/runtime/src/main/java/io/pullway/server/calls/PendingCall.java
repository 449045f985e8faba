package io.pullway.server.calls;

import io.pullway.wire.HttpMethods;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.Publications;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestSubject;
import java.util.concurrent.CompletableFuture;

/**
 * One call that waits for its answer: its message, and how far it has come.
 *
 * <p>Threads: made by whoever calls; then used by the dispatcher of jnats and by the ticker of {@link ServiceCalls}.
 */
final class PendingCall {
    private final String subject;
    private final String resource;
    private final String messageId;
    private final long deadlineNanos;
    private final CompletableFuture<CallAnswer> answer = new CompletableFuture<>();
    private volatile HttpRequestMessage message;
    private volatile byte[] payload;
    private volatile int repetition;
    private final Publications publications = new Publications();
    private volatile boolean stored;

    /**
     * @param messageId for the duplicate window of the stream: that of another delivery of the caller's request is
     *     another one, so that its call is stored, too, and answered where its caller is now
     * @throws MalformedMessageException if the message holds an octet that HTTP does not allow there
     */
    PendingCall(RequestSubject.Mapped mapped, String messageId, HttpRequestMessage message)
            throws MalformedMessageException {
        this.subject = mapped.subject();
        this.resource = mapped.resource();
        this.messageId = messageId;
        this.message = message;
        this.payload = message.encode();
        this.deadlineNanos = System.nanoTime() + message.envelope().budgetMillis() * 1_000_000;
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

    long budgetMillis() {
        return message.envelope().budgetMillis();
    }

    /** The same as long as the message is the same. */
    String messageId() {
        return repetition == 0 ? messageId : messageId + "." + repetition;
    }

    boolean isIdempotent() {
        return HttpMethods.isIdempotent(message.method());
    }

    boolean isOver(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    /** Makes another message of it, with what is left of its time; to be published next. */
    void startAnew(long nowNanos) {
        become(message.again(leftMillis(nowNanos)));
        repetition++;
        stored = false;
        publications.startAnew();
    }

    /** Leaves the message, of which nothing is stored, what is left of its time; to be published next. */
    void shorten(long nowNanos) {
        become(message.within(leftMillis(nowNanos)));
    }

    private long leftMillis(long nowNanos) {
        return Math.max(1, (deadlineNanos - nowNanos) / 1_000_000);
    }

    private void become(HttpRequestMessage next) {
        try {
            payload = next.encode();
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("a message that was encoded before is not valid", e);
        }
        message = next;
    }

    /** Of this message, and of those that were sent for the same call before. */
    Publications publications() {
        return publications;
    }

    void stored() {
        stored = true;
    }

    boolean isStored() {
        return stored;
    }

    CompletableFuture<CallAnswer> answer() {
        return answer;
    }
}
