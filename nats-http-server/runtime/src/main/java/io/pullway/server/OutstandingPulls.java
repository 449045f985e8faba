package io.pullway.server;

/**
 * How many requests the pulls of one inbox may still bring. JetStream serves overlapping pulls in turn
 * and says nothing of a fulfilled one; a pull that it ends unfulfilled comes back with what it still
 * owed. So only the sum is kept, which no order of events can falsify.
 *
 * <p>Not safe for several threads; {@link PullInbox} guards it.
 */
final class OutstandingPulls {
    private int waiting;
    private long lastDeadlineNanos;

    /** @param deadlineNanos by {@link System#nanoTime}: when nothing can come for this pull any more */
    void asked(int batch, long deadlineNanos) {
        waiting += batch;
        lastDeadlineNanos = deadlineNanos;
    }

    /** A message came. @return false if no pull was waiting for it */
    boolean arrived() {
        if (waiting == 0) {
            return false;
        }
        waiting--;
        return true;
    }

    /** JetStream ended a pull that still owed so many messages. @return how many reserved slots are free again */
    int ended(int unfulfilled) {
        int freed = Math.min(waiting, unfulfilled);
        waiting -= freed;
        return freed;
    }

    /** Writes everything off once the last deadline is over. @return how many reserved slots are free again */
    int expire(long nowNanos) {
        return lastDeadlineNanos - nowNanos < 0 ? ended(waiting) : 0;
    }

    int waiting() {
        return waiting;
    }
}
