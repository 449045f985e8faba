package io.pullway.proxy;

import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.record.AnswerRecord;
import java.util.concurrent.TimeUnit;

/**
 * The place of one keyed request among those that wait for their start, as far as the door has to know: it is counted from
 * when its message is stored, and how long it waited is told by the record that ends it. For one thread at a time.
 */
final class QueuePlace implements AutoCloseable {
    private final QueueWaits waits;
    private final String resource;
    private long claim;
    private long storedNanos;

    QueuePlace(QueueWaits waits, String resource) {
        this.waits = waits;
        this.resource = resource;
    }

    /** The message of this claim is stored by this proxy. */
    void take(long stored) {
        if (claim == 0) {
            waits.keyedEntered(resource);
        }
        claim = stored;
        storedNanos = System.nanoTime();
    }

    /**
     * The last that is known of it when its client is told something. What was claimed by others, or answered before it was
     * asked for here, tells nothing of the queue of now.
     *
     * @param last null if there is no record
     */
    void ended(AnswerRecord last) {
        if (claim == 0 || last == null || last.claim() != claim) {
            return;
        }
        if (last.state() == State.CLAIM) {
            // Every start is written down.
            long now = System.nanoTime();
            waits.notStarted(resource, TimeUnit.NANOSECONDS.toMillis(now - storedNanos), now);
        } else if (last.state() != State.STARTED) {
            waits.answered(resource, last.response().envelope(), storedNanos);
        }
    }

    @Override
    public void close() {
        if (claim != 0) {
            waits.keyedLeft(resource);
        }
    }
}
