package io.pullway.server;

/**
 * Where each slot of this instance is: free, asked for (part of a pull that is not fulfilled yet) or
 * running. A slot is reserved before a request is pulled and travels with it until its end, so that at
 * any moment running + asked for &lt;= slots, and nothing queues inside an instance.
 *
 * <p>After a lost connection a server may bring requests for pulls that were written off; {@link
 * #arrivedUnasked} counts them in, and the sum may exceed the slots until they are done.
 *
 * <p>Safe for all threads.
 */
final class RequestSlots {
    private final int slots;
    private final int batch;
    private int asked;
    private int running;

    RequestSlots(int slots) {
        this.slots = slots;
        this.batch = Math.max(1, slots / 4);
    }

    /**
     * Reserves every free slot for a pull, if pulling is worth it now: at once when nothing is asked for,
     * else from a quarter of the slots on, so that a busy instance does not pay one pull a message.
     *
     * @param evenFew true to reserve any number of slots
     * @return how many requests to ask for, 0 for none
     */
    synchronized int reserve(boolean evenFew) {
        int free = slots - asked - running;
        if (free <= 0 || asked > 0 && free < batch && !evenFew) {
            return 0;
        }
        asked += free;
        return free;
    }

    /** A request came for a reserved slot. */
    synchronized void arrived() {
        asked--;
        running++;
    }

    /** A request came although no pull was waiting for it. */
    synchronized void arrivedUnasked() {
        running++;
    }

    /** Reserved slots for which no request will come. */
    synchronized void notFulfilled(int count) {
        asked -= count;
    }

    /** A request has ended, however. To be called exactly once for each that came. */
    synchronized void release() {
        running--;
    }

    /** Slots in which nothing runs, asked for or not. */
    synchronized int free() {
        return Math.max(0, slots - running);
    }

    synchronized int asked() {
        return asked;
    }

    synchronized int running() {
        return running;
    }

    int total() {
        return slots;
    }
}
