package io.pullway.server;

import io.pullway.wire.RequestId;

/**
 * The last request ids of some kind that this instance saw.
 *
 * <p>A table of fixed size without an object for each request: an id has its place in one of many small
 * sets, where it takes that of the one that came first. The ids are random, so the sets fill evenly: of
 * the last 20,000, less than one in 10,000 is forgotten. Safe for all threads.
 */
final class RecentIds {
    private static final int SETS = 4_096;
    private static final int WAYS = 16;

    private final long[] high = new long[SETS * WAYS];
    private final long[] low = new long[SETS * WAYS];
    private final byte[] next = new byte[SETS];

    private volatile boolean used;

    /** @return false if it was there before */
    synchronized boolean add(RequestId id) {
        long idHigh = id.highBits();
        long idLow = id.lowBits();
        int set = set(idLow);
        if (isThere(set, idHigh, idLow)) {
            return false;
        }
        int place = set * WAYS + next[set];
        high[place] = idHigh;
        low[place] = idLow;
        next[set] = (byte) ((next[set] + 1) % WAYS);
        used = true;
        return true;
    }

    /** Costs nothing as long as there is none. */
    boolean contains(RequestId id) {
        return used && holds(id.highBits(), id.lowBits());
    }

    private synchronized boolean holds(long idHigh, long idLow) {
        return isThere(set(idLow), idHigh, idLow);
    }

    private static int set(long idLow) {
        return (int) (idLow ^ idLow >>> 32) & SETS - 1;
    }

    private boolean isThere(int set, long idHigh, long idLow) {
        for (int i = set * WAYS; i < (set + 1) * WAYS; i++) {
            if (low[i] == idLow && high[i] == idHigh) {
                return true;
            }
        }
        return false;
    }
}
