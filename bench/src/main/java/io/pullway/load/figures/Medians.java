package io.pullway.load.figures;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle of several measurements: of three or more, one disturbed measurement does not move it. */
public final class Medians {
    private Medians() {}

    /**
     * The middle value; of an even number the mean of the two in the middle.
     *
     * @throws IllegalArgumentException without values
     */
    public static <T> double median(Collection<T> measured, ToDoubleFunction<T> value) {
        double[] sorted = measured.stream().mapToDouble(value).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing has no median");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
