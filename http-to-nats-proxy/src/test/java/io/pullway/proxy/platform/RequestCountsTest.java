package io.pullway.proxy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.Figures;
import io.pullway.wire.RequestFigures;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a proxy tells of its requests. */
class RequestCountsTest {
    private final RequestCounts counts = new RequestCounts();

    @Test
    void aRequestIsCountedByHowItEndedAndHowLongItTook() {
        counts.ended("answered-2xx", Duration.ofNanos(500_000).toNanos());
        counts.ended("answered-2xx", Duration.ofNanos(500_001).toNanos());
        counts.ended("overloaded", Duration.ofMinutes(2).toNanos());

        RequestFigures figures = counts.figures(7);
        assertThat(figures.inFlight()).isEqualTo(7);
        assertThat(figures.ended())
                .containsOnlyKeys("answered-2xx", "overloaded")
                .containsEntry("answered-2xx", 2L);
        assertThat(figures.took()).hasSize(Figures.buckets().length + 1);
        assertThat(figures.took().subList(0, 2)).containsExactly(1L, 1L);
        assertThat(figures.took().getLast()).isEqualTo(1);
    }
}
