package io.pullway.load.figures;

/**
 * Counts durations in buckets that are at most 1/128 of their value wide, so that a percentile is right within 1 %.
 * From 0 to about 9 minutes; what is longer counts as that. One thread at a time.
 */
public final class LatencyHistogram {
    private static final int PRECISION_BITS = 7;
    private static final int HALF = 1 << PRECISION_BITS;
    private static final int MAX_BITS = 39;

    private final int[] buckets = new int[(MAX_BITS - PRECISION_BITS + 1) * HALF];
    private long count;

    public void record(long nanos) {
        buckets[bucket(Math.clamp(nanos, 0, (1L << MAX_BITS) - 1))]++;
        count++;
    }

    /**
     * Adds what those would have waited whom a fixed number of senders did not send while they waited themselves, as wrk
     * does before it tells its percentiles ({@code stats_correct} of its stats.c): for each duration of more than twice the
     * interval one for each interval less, down to it.
     *
     * @param intervalNanos between two requests of one sender on average, above 0
     */
    public void correct(long intervalNanos) {
        for (int i = bucket(Math.min(2 * intervalNanos, (1L << MAX_BITS) - 1)); i < buckets.length; i++) {
            int times = buckets[i];
            for (long nanos = middle(i) - intervalNanos; times > 0 && nanos > intervalNanos; nanos -= intervalNanos) {
                buckets[bucket(nanos)] += times;
                count += times;
            }
        }
    }

    public long count() {
        return count;
    }

    public void clear() {
        java.util.Arrays.fill(buckets, 0);
        count = 0;
    }

    /**
     * The duration that {@code percent} of the recorded ones do not exceed: the middle of its bucket, in nanoseconds; 0 if
     * none was recorded.
     */
    public long percentileNanos(double percent) {
        long wanted = Math.max(1, (long) Math.ceil(count * percent / 100));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= wanted) {
                return middle(i);
            }
        }
        return 0;
    }

    /** Values below 256 have buckets of their own; above, each doubling has 128. */
    private static int bucket(long nanos) {
        int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(nanos | 1) - PRECISION_BITS);
        return shift * HALF + (int) (nanos >>> shift);
    }

    private static long middle(int bucket) {
        int shift = Math.max(0, bucket / HALF - 1);
        long low = (long) (bucket - shift * HALF) << shift;
        return low + ((1L << shift) >> 1);
    }
}
