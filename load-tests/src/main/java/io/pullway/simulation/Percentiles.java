package io.pullway.simulation;

import java.util.Collection;

/** Exact percentiles. */
final class Percentiles {
    private Percentiles() {}

    /** How long the answered ones took, in microseconds, sorted. */
    static long[] ofAnswered(Collection<Exchange> exchanges) {
        return exchanges.stream()
                .filter(exchange -> exchange.outcome() == Outcome.ANSWERED)
                .mapToLong(Exchange::micros)
                .sorted()
                .toArray();
    }

    /** The least value that {@code percent} of all do not exceed, in milliseconds; 0 of none. */
    static double millis(long[] sortedMicros, double percent) {
        if (sortedMicros.length == 0) {
            return 0;
        }
        int index = (int) Math.ceil(sortedMicros.length * percent / 100) - 1;
        return sortedMicros[Math.clamp(index, 0, sortedMicros.length - 1)] / 1e3;
    }
}
