package io.pullway.load.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MediansTest {
    private static double median(Double... values) {
        return Medians.median(List.of(values), Double::doubleValue);
    }

    @Test
    void theMiddleOfAnOddNumberIsNotMovedByAnOutlier() {
        assertThat(median(3.0, 1_000_000.0, 2.0)).isEqualTo(3);
    }

    @Test
    void anEvenNumberHasTheMeanOfTheTwoInTheMiddle() {
        assertThat(median(4.0, 1.0, 9.0, 2.0)).isEqualTo(3);
    }

    @Test
    void oneValueIsItsOwnMedian() {
        assertThat(median(7.5)).isEqualTo(7.5);
    }

    @Test
    void nothingHasNone() {
        assertThatThrownBy(MediansTest::median).isInstanceOf(IllegalArgumentException.class);
    }
}
