package io.pullway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StairsTest {
    private final Stairs stairs = new Stairs(3, 100, Duration.ofSeconds(1));
    private final List<Exchange> exchanges = new ArrayList<>();

    @Test
    void eachStepHasWhatWasSentInIt() {
        send(0, 100, Outcome.ANSWERED, 3_000);
        send(1, 200, Outcome.ANSWERED, 4_000);
        send(2, 150, Outcome.ANSWERED, 5_000);
        send(2, 150, Outcome.LOST, 9_000_000);

        assertThat(stairs.climbed(exchanges))
                .containsExactly(
                        new Stairs.Step(100, 1, 3, 3), new Stairs.Step(200, 1, 4, 4), new Stairs.Step(300, 0.5, 5, 5));
    }

    @Test
    void theKneeIsBeforeLatencyTakesOff() {
        send(0, 100, Outcome.ANSWERED, 10_000);
        send(1, 200, Outcome.ANSWERED, 50_000);
        send(2, 300, Outcome.ANSWERED, 51_000);

        assertThat(Stairs.knee(stairs.climbed(exchanges)).orElseThrow().perSecond())
                .isEqualTo(200);
        assertThat(stairs.report(exchanges)).contains("Knee:        200/s");
    }

    @Test
    void aFewMillisecondsAreNoKnee() {
        send(0, 100, Outcome.ANSWERED, 1_000);
        send(1, 200, Outcome.ANSWERED, 19_000);

        assertThat(stairs.report(exchanges)).endsWith("No knee up to 200/s: start with more (-Drate)\n");
    }

    @Test
    void refusedRequestsAreAKneeToo() {
        send(0, 98, Outcome.ANSWERED, 1_000);
        send(0, 2, Outcome.REFUSED, 1_000);

        assertThat(Stairs.knee(stairs.climbed(exchanges))).isEmpty();
        assertThat(stairs.report(exchanges)).contains("Knee: below the first step");
    }

    private void send(int second, int count, Outcome outcome, long micros) {
        for (int i = 0; i < count; i++) {
            exchanges.add(
                    new Exchange(5_000_000 + second * 1_000_000L, "ramp", outcome, micros, Exchange.Work.UNKNOWN));
        }
    }
}
