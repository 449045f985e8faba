package io.pullway.server;

import io.pullway.wire.PresenceReport;

/**
 * Where each slot of this instance is: free, asked for (part of a pull that is not fulfilled yet) or
 * running. A slot is reserved before a request is pulled and travels with it until its end, so that at
 * any moment running + asked for &lt;= slots, and nothing queues inside an instance.
 *
 * <p>Two consumers share the slots, so that queued work never starves people who wait: asynchronous requests
 * get at most half of the slots that direct ones left free lately, and at least one. Where direct requests
 * leave none, that one is not kept idle for asynchronous work which may not be there: a few times a second it
 * is lent for a pull that does not wait.
 *
 * <p>After a lost connection a server may bring requests for pulls that were written off; {@link
 * Share#arrivedUnasked} counts them in, and the sum may exceed the slots until they are done.
 *
 * <p>Safe for all threads.
 */
final class RequestSlots {
    /** What is left after each tick of the difference between the peak and what runs: seven eighths. */
    private static final int DECAY = 8;

    private final int slots;
    private final Share direct = new Share();
    private final Share later = new Share();

    /** How many direct requests ran at the same time lately. */
    private int peak;

    /** The most requests that ran at the same time since this was told last. */
    private int told;

    private long started;

    /** The next slot that becomes free is for asynchronous work, which has none. */
    private boolean owed;

    RequestSlots(int slots) {
        this.slots = slots;
    }

    /** The slots of requests whose callers wait. */
    Share direct() {
        return direct;
    }

    /** The slots of asynchronous requests. */
    Share later() {
        return later;
    }

    /** Lets the memory of the last peak fade. Called a few times a second. */
    synchronized void tick() {
        peak -= (peak - direct.running + DECAY - 1) / DECAY;
    }

    /** Slots in which nothing runs, asked for or not. */
    synchronized int free() {
        return Math.max(0, slots - direct.running - later.running);
    }

    synchronized int asked() {
        return direct.asked + later.asked;
    }

    synchronized int running() {
        return direct.running + later.running;
    }

    int total() {
        return slots;
    }

    /** What is to be told of them, once a second. @param queueWaitMillis as of {@link PresenceReport.Work} */
    synchronized PresenceReport.Work work(long queueWaitMillis) {
        PresenceReport.Work work = new PresenceReport.Work(slots, running(), told, started, queueWaitMillis);
        told = running();
        return work;
    }

    private int unreserved() {
        return slots - direct.held() - later.held();
    }

    private boolean isScarce() {
        return peak >= slots - 1;
    }

    /** How many slots direct requests leave to asynchronous ones, those included that these hold. */
    private int left() {
        if (isScarce()) {
            return later.running > 0 || owed ? 1 : 0;
        }
        return limitOfLater();
    }

    /** One to listen with; more only once there is work. */
    private int limitOfLater() {
        return later.running > 0 && !isScarce() ? Math.max(1, (slots - peak) / 2) : 1;
    }

    private int forDirect(boolean evenFew) {
        int free = unreserved() - Math.max(0, left() - later.held());
        return direct.isWorthIt(free, slots, evenFew) ? free : 0;
    }

    private int forLater(boolean evenFew) {
        int limit = limitOfLater();
        int free = Math.min(unreserved(), limit - later.held());
        owed = later.held() == 0 && free <= 0;
        return later.isWorthIt(free, limit, evenFew) ? free : 0;
    }

    /** The slots of the requests of one consumer. */
    final class Share {
        private int asked;
        private int running;

        private Share() {}

        /**
         * Reserves every slot that this share may have, if pulling is worth it now: at once when nothing is
         * asked for, else from a quarter of the slots on, so that a busy instance does not pay one pull a message.
         *
         * @param evenFew true to reserve any number of slots
         * @return how many requests to ask for, 0 for none
         */
        int reserve(boolean evenFew) {
            synchronized (RequestSlots.this) {
                int batch = this == direct ? forDirect(evenFew) : forLater(evenFew);
                asked += batch;
                return batch;
            }
        }

        /** Whether a pull may wait for requests that are not there yet; else its slots are needed elsewhere. */
        boolean mayWait() {
            if (this == direct) {
                return true;
            }
            synchronized (RequestSlots.this) {
                return !isScarce();
            }
        }

        /** A request came for a reserved slot. */
        void arrived() {
            synchronized (RequestSlots.this) {
                asked--;
                started();
            }
        }

        /** A request came although no pull was waiting for it. */
        void arrivedUnasked() {
            synchronized (RequestSlots.this) {
                started();
            }
        }

        /** Reserved slots for which no request will come. */
        void notFulfilled(int count) {
            synchronized (RequestSlots.this) {
                asked -= count;
            }
        }

        /**
         * A request has ended, however. To be called exactly once for each that came.
         *
         * @return whether the other share should try to reserve, after this one
         */
        boolean release() {
            synchronized (RequestSlots.this) {
                running--;
                return this == later || owed;
            }
        }

        int running() {
            synchronized (RequestSlots.this) {
                return running;
            }
        }

        private void started() {
            running++;
            started++;
            told = Math.max(told, RequestSlots.this.running());
            if (this == direct && running > peak) {
                peak = running;
            }
        }

        private int held() {
            return asked + running;
        }

        private boolean isWorthIt(int free, int limit, boolean evenFew) {
            return free > 0 && (asked == 0 || evenFew || free >= Math.max(1, limit / 4));
        }
    }
}
