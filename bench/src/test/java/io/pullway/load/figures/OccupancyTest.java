package io.pullway.load.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OccupancyTest {
    private static final long WAY = Occupancy.WAY_MICROS;

    @Test
    void aSlotThatIsIdleWhileSomebodyWaitsIsLost() {
        // Two slots; the second request waits for the end of the first one although the other slot is free.
        List<TailExchange> exchanges = List.of(
                worked(0, 0, 100_000), worked(50_000 - WAY, 100_000, 110_000), worked(200_000, 200_000, 210_000));

        assertThat(Occupancy.idleWhileQueued(exchanges, 2)).isCloseTo(50_000 / 400_000.0, within(1e-9));
    }

    @Test
    void whoWaitsForNobodyLosesNothing() {
        List<TailExchange> exchanges = List.of(worked(0, 3_000, 13_000), worked(20_000, 22_000, 32_000));

        assertThat(Occupancy.idleWhileQueued(exchanges, 2)).isZero();
    }

    @Test
    void whoWaitsWhileAllAreBusyLosesNothing() {
        List<TailExchange> exchanges =
                List.of(worked(0, 0, 100_000), worked(10_000, 100_000, 110_000), worked(100_000, 110_000, 120_000));

        assertThat(Occupancy.idleWhileQueued(exchanges, 1)).isZero();
    }

    @Test
    void nothingIsLostOfNothing() {
        assertThat(Occupancy.idleWhileQueued(List.of(), 12)).isZero();
    }

    private static TailExchange worked(long sent, long started, long ended) {
        return new TailExchange(sent, false, "ANSWERED", ended - sent, 4711, started, ended);
    }
}
