package io.pullway.server;

import io.pullway.wire.RequestId;

/**
 * The last unsafe requests that this instance started. A single NATS server writes the state of a
 * consumer some 100 ms late; after its crash a second delivery may be counted as the first, and is
 * recognised here.
 *
 * <p>A table of fixed size without an object for each request: an id has its place in one of many small
 * sets, where it takes that of the one that came first. The ids are random, so the sets fill evenly: of
 * the last 20,000, less than one in 10,000 is forgotten. Safe for all threads.
 */
final class StartedRequests {
    private static final int SETS = 4_096;
    private static final int WAYS = 16;

    private final long[] high = new long[SETS * WAYS];
    private final long[] low = new long[SETS * WAYS];
    private final byte[] next = new byte[SETS];

    /** @return false if it was started here before */
    synchronized boolean add(RequestId id) {
        long idHigh = id.highBits();
        long idLow = id.lowBits();
        int set = (int) (idLow ^ idLow >>> 32) & SETS - 1;
        int first = set * WAYS;
        for (int i = first; i < first + WAYS; i++) {
            if (low[i] == idLow && high[i] == idHigh) {
                return false;
            }
        }
        int place = first + next[set];
        high[place] = idHigh;
        low[place] = idLow;
        next[set] = (byte) ((next[set] + 1) % WAYS);
        return true;
    }
}
