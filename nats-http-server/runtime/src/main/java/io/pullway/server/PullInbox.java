package io.pullway.server;

import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One private subject under which pulls are sent and requests arrive. After a reconnect or a gap there
 * is a new inbox; the old one is {@linkplain #retire retired}: what its pulls may still bring counts
 * against the slots, until they have expired.
 *
 * <p>Threads: messages come on the event loop of the connection, everything else from any thread.
 */
final class PullInbox {
    /** Pulls expire on the server after this. */
    static final Duration EXPIRY = Duration.ofSeconds(2);

    /** After the expiry, what was sent before it may still be on its way. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** Takes the requests that arrive. */
    interface Receiver {
        /** @param inbox by which it came */
        void received(PullInbox inbox, CoreMessage message);

        /** Slots became free without a request. */
        void pullExpired();

        /** A pull that was not to wait found nothing. */
        void nothingThere();

        /** What the inbox waits for may come or not. */
        void pullsLost(PullInbox inbox);
    }

    /** Between the number of a pull and its size, in the subject under which it is answered. */
    private static final char BATCH_MARK = '-';

    private static final String PENDING_MESSAGES = "Nats-Pending-Messages";
    private static final byte[] EXPIRES =
            (",\"expires\":" + EXPIRY.toNanos() + "}").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_WAIT = ",\"no_wait\":true}".getBytes(StandardCharsets.US_ASCII);

    private static final int NO_MESSAGES = 404;
    private static final int REQUESTS_PENDING = 408;

    private final CoreConnection connection;
    private final String nextSubject;
    private final String subject;
    private final RequestSlots.Share slots;
    private final Receiver receiver;
    private final OutstandingPulls pulls = new OutstandingPulls();
    private final AtomicLong numbers = new AtomicLong();
    private final CoreConnection.Subscription subscription;
    private volatile boolean retired;

    /** @param nextSubject of the JetStream API that hands out the next messages of the consumer */
    PullInbox(CoreConnection connection, String nextSubject, RequestSlots.Share slots, Receiver receiver) {
        this.connection = connection;
        this.nextSubject = nextSubject;
        this.slots = slots;
        this.receiver = receiver;
        this.subject = connection.newInbox();
        this.subscription = connection.subscribe(subject + ".*", this::arrived);
    }

    /**
     * Asks for so many requests, for which slots are reserved. Gives the slots back if it cannot.
     *
     * @param wait whether to wait for them, up to {@link #EXPIRY}
     */
    void pull(int batch, boolean wait) {
        synchronized (pulls) {
            pulls.asked(batch, System.nanoTime() + EXPIRY.plus(GRACE).toNanos());
        }
        try {
            String replyTo = subject + "." + numbers.incrementAndGet() + BATCH_MARK + batch;
            connection.publish(nextSubject, replyTo, null, question(batch, wait ? EXPIRES : NO_WAIT));
        } catch (IllegalStateException e) {
            // Disconnected: nothing was asked. The reconnect asks again.
            giveBack(batch);
        }
    }

    /** Writes off what cannot be fulfilled any more. */
    void expire() {
        int freed;
        synchronized (pulls) {
            freed = pulls.expire(System.nanoTime());
        }
        slots.notFulfilled(freed);
    }

    void retire() {
        retired = true;
    }

    /** Whether what came by this inbox may have been delivered to somebody else in the meantime. */
    boolean isRetired() {
        return retired;
    }

    /** Whether anything may still come. */
    boolean isWaiting() {
        synchronized (pulls) {
            return pulls.waiting() > 0;
        }
    }

    /** What is under way still arrives. */
    void close() {
        subscription.drain();
    }

    private static byte[] question(int batch, byte[] end) {
        byte[] head = ("{\"batch\":" + batch).getBytes(StandardCharsets.US_ASCII);
        byte[] question = new byte[head.length + end.length];
        System.arraycopy(head, 0, question, 0, head.length);
        System.arraycopy(end, 0, question, head.length, end.length);
        return question;
    }

    private void arrived(CoreMessage message) {
        int status = message.status();
        if (status != 0) {
            ended(message, status);
            return;
        }
        boolean asked;
        synchronized (pulls) {
            asked = pulls.arrived();
        }
        if (asked) {
            slots.arrived();
        } else {
            slots.arrivedUnasked();
        }
        receiver.received(this, message);
    }

    /**
     * Ends a pull: 408 when it has expired, 409 when the server goes or refuses, 400 or 503 when it was not even
     * taken. One that was not to wait: 404 when nothing is there, 408 when what is there is for others. 100 is a heartbeat, which we do not ask for.
     */
    private void ended(CoreMessage message, int code) {
        if (code == 100) {
            return;
        }
        String owed = message.header(PENDING_MESSAGES);
        if (owed != null) {
            giveBack(number(owed));
            receiver.pullExpired();
        } else if (code == 409) {
            // Something has changed at the server, and how much it still owed is not told.
            receiver.pullsLost(this);
        } else {
            String replyTo = message.subject();
            giveBack(number(replyTo.substring(replyTo.lastIndexOf(BATCH_MARK) + 1)));
            if (code == NO_MESSAGES || code == REQUESTS_PENDING) {
                receiver.nothingThere();
            }
        }
    }

    private void giveBack(int unfulfilled) {
        int freed;
        synchronized (pulls) {
            freed = pulls.ended(unfulfilled);
        }
        slots.notFulfilled(freed);
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            // Not a subject or header that JetStream made; owes nothing.
            return 0;
        }
    }
}
