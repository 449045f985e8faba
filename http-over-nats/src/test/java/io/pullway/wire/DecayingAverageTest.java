package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The average of what was measured lately. */
class DecayingAverageTest {
    private static final long SECOND = 1_000_000_000;

    private final DecayingAverage average = new DecayingAverage(Duration.ofSeconds(2));

    @Test
    void nothingMeasuredIsZero() {
        assertThat(average.value(5 * SECOND)).isZero();
        assertThat(average.perSecond(5 * SECOND)).isZero();
    }

    @Test
    void theFirstMeasurementIsTheAverage() {
        average.add(700, SECOND);
        assertThat(average.value(SECOND)).isEqualTo(700);
    }

    @Test
    void itHalvesInEachHalfLifeWithoutMeasurements() {
        average.add(800, SECOND);
        assertThat(average.value(3 * SECOND)).isCloseTo(400, within(0.001));
        assertThat(average.value(5 * SECOND)).isCloseTo(200, within(0.001));
        assertThat(average.value(60 * SECOND)).isLessThan(0.001);
    }

    @Test
    void newMeasurementsCountMoreThanOldOnes() {
        average.add(900, 0);
        average.add(0, 2 * SECOND);
        assertThat(average.value(2 * SECOND)).isCloseTo(300, within(0.001));
    }

    @Test
    void itTellsHowManyMeasurementsThereAreASecond() {
        for (int i = 0; i < 2_000; i++) {
            average.add(1, i * SECOND / 100);
        }
        assertThat(average.perSecond(20 * SECOND)).isCloseTo(100, Percentage.withPercentage(2));
    }

    @Test
    void aClockThatGoesBackChangesNothing() {
        average.add(500, 10 * SECOND);
        assertThat(average.value(0)).isEqualTo(500);
    }
}
