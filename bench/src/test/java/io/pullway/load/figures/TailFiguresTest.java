package io.pullway.load.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TailFiguresTest {
    private static final List<String> RECORD = List.of(
            "sentMicros,kind,outcome,micros,process,startedMicros,endedMicros",
            "1000000,light,ANSWERED,12000,7,1001000,1011000",
            "2000000,heavy,ANSWERED,1001000,8,2000500,3000500",
            "3000000,light,LOST,2000000,0,0,0",
            "4000000,light,REFUSED,3000,0,0,0",
            "5000000,light,ANSWERED,1500000,7,6400000,6500000");

    @Test
    void theRecordOfTheSimulationIsRead() {
        assertThat(TailExchange.parse(RECORD).get(1))
                .isEqualTo(new TailExchange(2_000_000, true, "ANSWERED", 1_001_000, 8, 2_000_500, 3_000_500));
        assertThatThrownBy(() -> TailExchange.parse(List.of("header", "1,light")))
                .hasMessage("no exchange: 1,light");
    }

    @Test
    void whatFailsAndWhatComesLateIsCounted() {
        Map<String, Object> figures = figures(0);

        assertThat(figures)
                .containsEntry("requests", 5)
                .containsEntry("failed", 1)
                .containsEntry("refused", 1)
                .containsEntry("lightLate", 2)
                .containsEntry("lightP50", 1_500.0)
                .containsEntry("lightP99", 2_000.0)
                .containsEntry("heavyP50", 1_001.0)
                .doesNotContainKey("secondsToRecover");
    }

    @Test
    void recoveryLastsUntilNobodyWhoIsSentComesLate() {
        assertThat(figures(3_500_000)).containsEntry("secondsToRecover", 1.5);
        assertThat(figures(5_000_001)).containsEntry("secondsToRecover", 0.0);
    }

    @Test
    void oneQueueLetsALightRequestWaitOnlyForAFreeSlot() {
        List<TailExchange> exchanges = List.of(sent(0, true), sent(1_000, false), sent(2_000, false));

        assertThat(new IdealQueue(2, 10_000, 1_000_000).ofLight(exchanges).percentileMillis(100))
                .isEqualTo(19);
        assertThat(new IdealQueue(1, 10_000, 1_000_000).ofLight(exchanges).percentileMillis(50))
                .isEqualTo(1_009);
    }

    @Test
    void aFailureThatComesAtOnceCountsAsTheLongestWait() {
        List<TailExchange> exchanges = List.of(sent(0, false), new TailExchange(1_000, false, "WRONG", 1_000, 0, 0, 0));

        assertThat(new TailFigures(List.of(new TailFigures.Run(exchanges, 0)), 2, 2_000_000).asMap())
                .containsEntry("lightP99", 2_000.0);
    }

    private static Map<String, Object> figures(long faultMicros) {
        return new TailFigures(List.of(new TailFigures.Run(TailExchange.parse(RECORD), faultMicros)), 2, 2_000_000)
                .asMap();
    }

    private static TailExchange sent(long micros, boolean heavy) {
        return new TailExchange(micros, heavy, "ANSWERED", 0, 0, 0, 0);
    }
}
