package io.pullway.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.pullway.load.figures.LoadResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static Measurement measurement(long requests, double p50Millis, long errors) {
        Map<Role, Measurement.Cost> costs = new EnumMap<>(Role.class);
        costs.put(Role.NATS, new Measurement.Cost(requests / 100.0, 50));
        costs.put(Role.CLIENT, new Measurement.Cost(5, 60));
        return new Measurement(new LoadResult(requests, 1, p50Millis, 2 * p50Millis, errors), costs, 3);
    }

    private static BenchResult result(long errors) {
        Map<Contender, Summary> summaries = new EnumMap<>(Contender.class);
        summaries.put(Contender.FLOOR, Summary.of(List.of(measurement(4_000, 0.2, 0))));
        summaries.put(Contender.BARE, Summary.of(List.of(measurement(2_500, 0.3, 0))));
        summaries.put(Contender.PATH, Summary.of(List.of(measurement(2_000, 0.45, errors))));
        summaries.put(Contender.KEYED, Summary.of(List.of(measurement(1_000, 0.9, 0))));
        return new BenchResult(
                new BenchOptions(
                        new BenchOptions.Plan(10, 1, List.of(1)),
                        new BenchOptions.Extras(false, true, null),
                        new BenchOptions.Variation(108, false),
                        null,
                        null),
                new BenchResult.Conditions("nats-server 2", "25", "-X", 2, "ext4", false, 574),
                new TestBed.StartTimes(1_234, 987),
                List.of(new Comparison(1, summaries)),
                Map.of(Contender.PATH, Map.of(Role.PROXY, 5_120.4, Role.WORKER, 9_000.0)));
    }

    @Test
    void oneDisturbedRoundDoesNotMoveTheMedians() {
        Summary summary =
                Summary.of(List.of(measurement(1_000, 1, 0), measurement(10, 90, 0), measurement(1_200, 2, 0)));
        assertThat(summary.perSecond()).isEqualTo(1_000);
        assertThat(summary.p50Millis()).isEqualTo(2);
        assertThat(summary.p99Millis()).isEqualTo(4);
        assertThat(summary.costs().get(Role.NATS).cpuMicros()).isEqualTo(10);
        assertThat(summary.cpuMicros()).isEqualTo(15);
        assertThat(summary.perSecondOfRounds()).containsExactly(1_000.0, 10.0, 1_200.0);
    }

    @Test
    void errorsOfOneRoundAreNotHiddenByTheOthers() {
        Summary summary = Summary.of(List.of(measurement(1, 1, 0), measurement(1, 1, 7), measurement(1, 1, 0)));
        assertThat(summary.errors()).isEqualTo(7);
    }

    @Test
    void theDataHoldsWhatItsReadersRelyOn() throws JsonParseException {
        JsonValue run =
                JsonParser.parse(JsonReport.of(result(3))).map.get("runs").array.getFirst();
        assertThat(run.map.get("inFlight").i).isEqualTo(1);
        assertThat(number(run, "floor", "perSecond")).isEqualTo(4_000);
        assertThat(number(run, "bare", "perSecond")).isEqualTo(2_500);
        assertThat(number(run, "path", "perSecond")).isEqualTo(2_000);
        assertThat(number(run, "path", "p50Millis")).isEqualTo(0.45);
        assertThat(number(run, "path", "p99Millis")).isEqualTo(0.9);
        assertThat(run.map.get("path").map.get("errors").i).isEqualTo(3);
        assertThat(number(run, "ratio")).isEqualTo(0.5);
        assertThat(number(run, "ratioToBare")).isEqualTo(0.8);
        assertThat(number(run, "keyed", "perSecond")).isEqualTo(1_000);
        assertThat(number(run, "ratioOfKeyed")).isEqualTo(0.5);
        assertThat(number(run, "p50AboveFloorMillis")).isCloseTo(0.25, offset(1e-9));
    }

    @Test
    void whatIsAllocatedIsToldOfEachProgram() throws JsonParseException {
        JsonValue allocated = JsonParser.parse(JsonReport.of(result(0))).map.get("allocatedBytesPerRequest");
        assertThat(number(allocated, "path", "proxy")).isEqualTo(5_120.4);
        assertThat(number(allocated, "path", "worker")).isEqualTo(9_000);
        assertThat(TextReport.of(result(0)))
                .contains("Allocated a request, path: proxy 5,120 bytes, worker 9,000 bytes\n");
    }

    @Test
    void errorsStandOutInTheReportAndNothingElseSaysSo() {
        assertThat(TextReport.of(result(3))).contains("!!! 3 ERRORS");
        assertThat(TextReport.of(result(0))).doesNotContain("!!!");
    }

    @Test
    void theReportShowsEachContenderAndTheRatios() {
        assertThat(TextReport.of(result(0)))
                .containsPattern("(?m)^ +1  floor +4,000 +0\\.200 +0\\.400 +0 ")
                .containsPattern("(?m)^ +path +2,000 +0\\.450 +0\\.900 +0 ")
                .containsPattern("(?m)^ +keyed +1,000 ")
                .contains(
                        "At 1 in flight: path 0.50 of the floor, 0.80 of bare; keyed 0.50 of path; the path's p50 0.250 ms above")
                .contains("proxy 1.23 s, echo service 0.99 s");
    }

    private static double number(JsonValue value, String... path) {
        JsonValue at = value;
        for (String name : path) {
            at = at.map.get(name);
        }
        return at.number.doubleValue();
    }
}
