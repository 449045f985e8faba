package io.pullway.load.figures;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Durations, and their exact percentiles. Immutable. */
public final class Latencies {
    private final long[] sortedMicros;

    private Latencies(long[] sortedMicros) {
        this.sortedMicros = sortedMicros;
    }

    public static Latencies ofMicros(LongStream micros) {
        return new Latencies(micros.sorted().toArray());
    }

    public int count() {
        return sortedMicros.length;
    }

    /** The least duration that {@code percent} of all do not exceed, in milliseconds; 0 of none. */
    public double percentileMillis(double percent) {
        if (sortedMicros.length == 0) {
            return 0;
        }
        int index = (int) Math.ceil(sortedMicros.length * percent / 100) - 1;
        return sortedMicros[Math.clamp(index, 0, sortedMicros.length - 1)] / 1e3;
    }

    /** How many took longer. */
    public long above(double millis) {
        return Arrays.stream(sortedMicros)
                .filter(micros -> micros > millis * 1e3)
                .count();
    }
}
