package io.pullway.proxy;

import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RecordMessage;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.RecordStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Hears the answer of one request, from the moment it is made: what is written on the same connection
 * afterwards comes after the subscription. Records without an answer are not worth waking up for: who waits
 * reads the record when its time has come. For one that waits.
 */
final class KeptWatch implements AutoCloseable {
    private static final long LONGEST_MILLIS = TimeUnit.HOURS.toMillis(2);

    private final CoreConnection.Subscription subscription;
    private final Set<KeptWatch> all;
    private final Deque<AnswerRecord> heard = new ArrayDeque<>();
    private CompletableFuture<AnswerRecord> wait;
    private long deadlineNanos;

    /** @param all those that are open, of which somebody calls {@link #tick} from time to time */
    KeptWatch(CoreConnection connection, String subject, Set<KeptWatch> all) {
        this.all = all;
        this.subscription = connection.subscribe(subject, this::hear);
        all.add(this);
    }

    /** The next record with an answer, or null when none came in time. */
    AnswerRecord await(long millis) throws InterruptedException {
        return RecordPort.told(next(millis));
    }

    /**
     * The same without waiting: completes on the event loop of the connection, or on the thread that ticks. One at a time.
     */
    synchronized CompletableFuture<AnswerRecord> next(long millis) {
        if (millis <= 0 || !heard.isEmpty()) {
            return CompletableFuture.completedFuture(heard.poll());
        }
        // Ended by the ticker: a timer for each request would cost more than all the rest of its wait.
        deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(millis, LONGEST_MILLIS));
        wait = new CompletableFuture<>();
        return wait;
    }

    /** Ends a wait whose time is over. */
    void tick(long nowNanos) {
        CompletableFuture<AnswerRecord> over;
        synchronized (this) {
            if (wait == null || nowNanos - deadlineNanos < 0) {
                return;
            }
            over = wait;
            wait = null;
        }
        over.complete(null);
    }

    private void hear(CoreMessage message) {
        if (RecordMessage.isPending(message.data())) {
            return;
        }
        try {
            heard(RecordStore.heard(message));
        } catch (MalformedMessageException e) {
            // Not from the stream of answers. What counts is read at the end of the wait.
        }
    }

    private void heard(AnswerRecord record) {
        CompletableFuture<AnswerRecord> waited;
        synchronized (this) {
            waited = wait;
            wait = null;
            if (waited == null) {
                heard.add(record);
            }
        }
        if (waited != null) {
            waited.complete(record);
        }
    }

    @Override
    public void close() {
        all.remove(this);
        subscription.end();
    }
}
