package io.pullway.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutcomesTest {
    private final Outcomes outcomes = new Outcomes();

    @Test
    void aRefusalIsNoFailure() {
        assertThat(Outcome.of(429, 200, false)).isEqualTo(Outcome.REFUSED);
        assertThat(Outcome.of(503, 201, false)).isEqualTo(Outcome.REFUSED);
        assertThat(Outcome.REFUSED.isFailure()).isFalse();
    }

    @Test
    void everythingElseThatIsNotTheAnswerIsOne() {
        assertThat(Outcome.of(200, 200, true)).isEqualTo(Outcome.ANSWERED);
        assertThat(Outcome.of(200, 200, false)).isEqualTo(Outcome.WRONG);
        assertThat(Outcome.of(504, 200, true)).isEqualTo(Outcome.WRONG);
        assertThat(Outcome.of(0, 200, false)).isEqualTo(Outcome.LOST);
        assertThat(Outcome.LOST.isFailure() && Outcome.WRONG.isFailure()).isTrue();
    }

    @Test
    void theTableHasALineForEachKindOfRequest() {
        add("list", Outcome.ANSWERED, 2_000);
        add("list", Outcome.ANSWERED, 4_000);
        add("list", Outcome.LOST, 60_000_000);
        add("get", Outcome.REFUSED, 1_000);

        assertThat(outcomes.table().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "request answered refused lost wrong p50 ms p99 ms p99.9 ms",
                        "get 0 1 0 0 0.0 0.0 0.0",
                        "list 2 0 1 0 2.0 4.0 4.0");
    }

    @Test
    void allIsWrittenAsItWas(@TempDir Path folder) throws IOException {
        outcomes.add(new Exchange(17, "light", Outcome.ANSWERED, 9_000, new Exchange.Work(4711, 18, 26)));
        outcomes.write(folder.resolve("record.csv"));

        assertThat(Files.readAllLines(folder.resolve("record.csv")))
                .containsExactly(
                        "sentMicros,kind,outcome,micros,process,startedMicros,endedMicros",
                        "17,light,ANSWERED,9000,4711,18,26");
    }

    private void add(String kind, Outcome outcome, long micros) {
        outcomes.add(new Exchange(0, kind, outcome, micros, Exchange.Work.UNKNOWN));
    }
}
