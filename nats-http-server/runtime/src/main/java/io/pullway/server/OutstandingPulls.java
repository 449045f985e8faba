package io.pullway.server;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * The pulls of one inbox that JetStream has not fulfilled yet, oldest first. Overlapping pulls of one
 * consumer are served in turn, and a fulfilled pull says nothing: so each message counts against the
 * oldest.
 *
 * <p>Not safe for several threads; {@link PullInbox} guards it.
 */
final class OutstandingPulls {
    private static final class Pull {
        final long number;
        final long deadlineNanos;
        int waiting;

        Pull(long number, int waiting, long deadlineNanos) {
            this.number = number;
            this.waiting = waiting;
            this.deadlineNanos = deadlineNanos;
        }
    }

    private final ArrayDeque<Pull> pulls = new ArrayDeque<>();

    /** @param deadlineNanos by {@link System#nanoTime}: when nothing can come for this pull any more */
    void add(long number, int batch, long deadlineNanos) {
        pulls.addLast(new Pull(number, batch, deadlineNanos));
    }

    /** A message came. @return false if no pull was waiting for it */
    boolean arrived() {
        Pull oldest = pulls.peekFirst();
        if (oldest == null) {
            return false;
        }
        take(oldest, 1);
        return true;
    }

    /**
     * JetStream ended a pull.
     *
     * @param unfulfilled how many messages it still owed by its own count, -1 if it did not say
     * @return how many reserved slots are free again
     */
    int ended(long number, int unfulfilled) {
        for (Iterator<Pull> all = pulls.iterator(); all.hasNext(); ) {
            Pull pull = all.next();
            if (pull.number == number) {
                all.remove();
                return unfulfilled < 0 ? pull.waiting : settle(pull.waiting, unfulfilled);
            }
        }
        return 0;
    }

    /** Where the server counted messages against another pull than we did, the others make up for it. */
    private int settle(int ours, int theirs) {
        if (ours > theirs && !pulls.isEmpty()) {
            pulls.peekFirst().waiting += ours - theirs;
            return theirs;
        }
        int freed = ours;
        while (freed < theirs && !pulls.isEmpty()) {
            Pull oldest = pulls.peekFirst();
            int taken = Math.min(oldest.waiting, theirs - freed);
            take(oldest, taken);
            freed += taken;
        }
        return freed;
    }

    private void take(Pull oldest, int count) {
        oldest.waiting -= count;
        if (oldest.waiting == 0) {
            pulls.removeFirst();
        }
    }

    /** Writes off pulls whose deadline is over. @return how many reserved slots are free again */
    int expire(long nowNanos) {
        int freed = 0;
        while (!pulls.isEmpty() && pulls.peekFirst().deadlineNanos - nowNanos < 0) {
            freed += pulls.removeFirst().waiting;
        }
        return freed;
    }

    /** How many messages may still come. */
    int waiting() {
        int waiting = 0;
        for (Pull pull : pulls) {
            waiting += pull.waiting;
        }
        return waiting;
    }

    boolean isEmpty() {
        return pulls.isEmpty();
    }
}
