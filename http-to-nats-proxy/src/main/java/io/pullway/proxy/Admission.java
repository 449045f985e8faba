package io.pullway.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How much the proxy has in flight, and the bound of it. Safe for all threads. */
final class Admission {
    private final int maxRequests;
    private final long maxBytes;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Admission(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /** @return the place of one request, or null if there is none left */
    Place enter() {
        if (requests.incrementAndGet() > maxRequests) {
            requests.decrementAndGet();
            return null;
        }
        return new Place();
    }

    int requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** The place of one request, used on its event loop. Left once, however often {@link #leave} is called. */
    final class Place {
        private long held;
        private boolean left;

        /** Whether so many bytes more would be within the bound now; negative ones always are. */
        boolean hasRoomFor(long more) {
            return bytes.get() + more <= maxBytes;
        }

        /** @return false if so many bytes more would exceed the bound */
        boolean hold(long more) {
            if (bytes.addAndGet(more) > maxBytes) {
                bytes.addAndGet(-more);
                return false;
            }
            held += more;
            return true;
        }

        void leave() {
            if (!left) {
                left = true;
                requests.decrementAndGet();
                bytes.addAndGet(-held);
            }
        }
    }
}
