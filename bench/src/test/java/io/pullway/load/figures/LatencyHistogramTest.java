package io.pullway.load.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void percentilesAreRightWithinOnePercentFromNanosecondsToMinutes() {
        SplittableRandom random = new SplittableRandom(4711);
        long[] nanos = random.longs(100_000)
                .map(any -> 1L << random.nextInt(38))
                .map(scale -> scale + random.nextLong(scale))
                .toArray();
        Arrays.stream(nanos).forEach(histogram::record);
        Arrays.sort(nanos);
        for (double percent : new double[] {1, 10, 25, 50, 75, 90, 99, 99.9, 100}) {
            long exact = nanos[(int) Math.ceil(nanos.length * percent / 100) - 1];
            assertThat((double) histogram.percentileNanos(percent))
                    .as("percentile %s", percent)
                    .isCloseTo(exact, withPercentage(1));
        }
        assertThat(histogram.count()).isEqualTo(100_000);
    }

    @Test
    void smallValuesAreExact() {
        for (int nanos = 0; nanos < 256; nanos++) {
            histogram.clear();
            histogram.record(nanos);
            assertThat(histogram.percentileNanos(50)).isEqualTo(nanos);
        }
    }

    @Test
    void aDurationBeyondTheRangeCountsAsTheLongestAndANegativeOneAsNone() {
        histogram.record(Long.MAX_VALUE);
        histogram.record(-5);
        assertThat(histogram.percentileNanos(50)).isZero();
        assertThat((double) histogram.percentileNanos(100)).isCloseTo(1L << 39, withPercentage(1));
    }

    @Test
    void whoeverWaitedForLongStandsForThoseWhoWereNotSentMeanwhile() {
        for (int i = 0; i < 90; i++) {
            histogram.record(100);
        }
        histogram.record(1_050);

        histogram.correct(100);

        // 950, 850, … 150 besides.
        assertThat(histogram.count()).isEqualTo(100);
        assertThat(histogram.percentileNanos(90)).isEqualTo(100);
        assertThat((double) histogram.percentileNanos(91)).isCloseTo(150, withPercentage(2));
        assertThat((double) histogram.percentileNanos(100)).isCloseTo(1_050, withPercentage(1));
    }

    @Test
    void nothingRecordedHasNoPercentileAndClearForgets() {
        assertThat(histogram.percentileNanos(99)).isZero();
        histogram.record(1_000);
        histogram.clear();
        assertThat(histogram.count()).isZero();
        assertThat(histogram.percentileNanos(99)).isZero();
    }
}
