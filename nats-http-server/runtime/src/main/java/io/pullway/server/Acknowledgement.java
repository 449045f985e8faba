package io.pullway.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What JetStream is told of one message: that it is still worked on, and how that has ended, which is told once. Safe for
 * all threads.
 */
final class Acknowledgement {
    private final String subject;
    private final ReplyPublisher replies;
    private final EndListener listener;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile long reportedNanos;

    /** Hears of the end before JetStream is told, once. */
    interface EndListener {
        /** @param settled whether the message is out of its queue */
        void ended(boolean settled);
    }

    /**
     * @param subject under which JetStream hears of it
     * @param receivedNanos by {@link System#nanoTime}: JetStream knows that it was worked on then
     */
    Acknowledgement(String subject, ReplyPublisher replies, long receivedNanos, EndListener listener) {
        this.subject = subject;
        this.replies = replies;
        this.reportedNanos = receivedNanos;
        this.listener = listener;
    }

    /** Says that it is worked on, if that was not said for {@code interval}, in nanoseconds. */
    void reportProgress(long nowNanos, long interval) {
        if (nowNanos - reportedNanos > interval && !ended.get()) {
            reportedNanos = nowNanos;
            replies.inProgress(subject);
        }
    }

    /** Takes it out of its queue: it was seen to. */
    void done() {
        if (end(true)) {
            replies.ack(subject);
        }
    }

    /** Takes it out of its queue without having been run: a copy of it is kept. */
    void remove() {
        if (end(true)) {
            replies.remove(subject);
        }
    }

    /** Says nothing any more: it comes again when the ack wait is over. */
    void leave() {
        end(false);
    }

    /** Gives it back for another instance, now. */
    void giveBack() {
        if (end(false)) {
            replies.giveBack(subject);
        }
    }

    /** Gives it back for whichever instance takes it after {@code pause}. */
    void postpone(Duration pause) {
        if (end(false)) {
            replies.postpone(subject, pause);
        }
    }

    private boolean end(boolean settled) {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            listener.ended(settled);
        }
        return first;
    }
}
