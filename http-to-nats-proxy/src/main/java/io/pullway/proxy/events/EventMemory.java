package io.pullway.proxy.events;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that wait for readers, and those that are kept for who comes back, together. Nobody may hold more than is
 * free: so there is always something left for who has little, however many hold much. (Switches share the memory of their
 * ports so: Choudhury and Hahne, "Dynamic Queue Length Thresholds", 1998.) Safe for all threads.
 */
public final class EventMemory {
    private final long most;
    private final AtomicLong held = new AtomicLong();

    /** @param most in bytes */
    public EventMemory(long most) {
        this.most = most;
    }

    /** What all hold together, in bytes; never more than the bound. */
    public long held() {
        return held.get();
    }

    /** One more who holds some of it, nothing yet. */
    Share share() {
        return new Share();
    }

    /** What one holds. Not safe for threads. */
    final class Share {
        private long own;
        private boolean closed;

        private Share() {}

        long held() {
            return own;
        }

        /** @return false if it would hold more than is free then, or is closed: it has no more than before */
        boolean take(int bytes) {
            long all = held.addAndGet(bytes);
            if (closed || own + bytes > most - all) {
                held.addAndGet(-bytes);
                return false;
            }
            own += bytes;
            return true;
        }

        void give(int bytes) {
            own -= bytes;
            held.addAndGet(-bytes);
        }

        /** Whether others have taken so much since that this is more than is free. */
        boolean isTooLarge() {
            return own > most - held.get();
        }

        /** Gives everything back, and takes nothing any more. */
        void close() {
            closed = true;
            held.addAndGet(-own);
            own = 0;
        }
    }
}
