package io.pullway.proxy;

import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RecordMessage;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.RecordStore;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Hears the answer of one request, from the moment it is made: what is written on the same connection
 * afterwards comes after the subscription. Records without an answer are not worth waking up for: who waits
 * reads the record when its time has come. For one waiting thread.
 */
final class KeptWatch implements AutoCloseable {
    private static final long LONGEST_MILLIS = TimeUnit.HOURS.toMillis(2);

    private final CoreConnection.Subscription subscription;
    private final Set<KeptWatch> all;
    private final BlockingQueue<Optional<AnswerRecord>> heard = new LinkedBlockingQueue<>();
    private volatile long deadlineNanos;
    private volatile boolean waiting;

    /** @param all those that are open, of which somebody calls {@link #tick} from time to time */
    KeptWatch(CoreConnection connection, String subject, Set<KeptWatch> all) {
        this.all = all;
        this.subscription = connection.subscribe(subject, this::hear);
        all.add(this);
    }

    /** The next record with an answer, or null when none came in time. */
    AnswerRecord await(long millis) throws InterruptedException {
        if (millis <= 0) {
            Optional<AnswerRecord> there = heard.poll();
            return there == null ? null : there.orElse(null);
        }
        // Ended by the ticker: a timer for each request would cost more than all the rest of its wait.
        deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(millis, LONGEST_MILLIS));
        waiting = true;
        Optional<AnswerRecord> next = heard.take();
        waiting = false;
        return next.orElse(null);
    }

    /** Ends a wait whose time is over. */
    void tick(long nowNanos) {
        if (waiting && nowNanos - deadlineNanos >= 0) {
            waiting = false;
            heard.add(Optional.empty());
        }
    }

    private void hear(CoreMessage message) {
        if (RecordMessage.isPending(message.data())) {
            return;
        }
        try {
            heard.add(Optional.of(RecordStore.heard(message)));
        } catch (MalformedMessageException e) {
            // Not from the stream of answers. What counts is read at the end of the wait.
        }
    }

    @Override
    public void close() {
        all.remove(this);
        subscription.end();
    }
}
