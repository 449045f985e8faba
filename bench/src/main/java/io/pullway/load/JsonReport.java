package io.pullway.load;

import io.pullway.load.figures.Json;
import io.pullway.load.figures.Sample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The result as data. {@code docs/benchmarks.md} describes it. */
final class JsonReport {
    private JsonReport() {}

    static String of(BenchResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("secondsEach", result.options().plan().seconds());
        json.put("rounds", result.options().plan().rounds());
        json.put("conditions", conditions(result.conditions()));
        json.put("startMillis", startMillis(result.starts()));
        json.put("errors", result.errors());
        if (!result.allocations().isEmpty()) {
            json.put("allocatedBytesPerRequest", allocations(result.allocations()));
        }
        json.put("runs", result.runs().stream().map(JsonReport::run).toList());
        return Json.write(json);
    }

    private static Map<String, Object> conditions(BenchResult.Conditions conditions) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("nats", conditions.nats());
        json.put("java", conditions.java());
        json.put("jvmFlags", conditions.jvmFlags());
        json.put("processors", conditions.processors());
        json.put("jetStreamFileSystem", conditions.storeType());
        json.put("requestBytes", conditions.messageBytes());
        json.put("answerBodyBytes", Sample.JSON.length());
        json.put("syncAlways", conditions.syncAlways());
        return json;
    }

    private static Map<String, Object> allocations(Map<Contender, Map<Role, Double>> allocations) {
        Map<String, Object> json = new LinkedHashMap<>();
        allocations.forEach((contender, of) -> {
            Map<String, Object> processes = new LinkedHashMap<>();
            of.forEach((role, bytes) -> processes.put(role.title(), bytes));
            json.put(contender.title(), processes);
        });
        return json;
    }

    private static Map<String, Object> startMillis(TestBed.StartTimes starts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("proxy", starts.proxyMillis());
        json.put("service", starts.serviceMillis());
        return json;
    }

    private static Map<String, Object> run(Comparison run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("inFlight", run.inFlight());
        run.summaries().forEach((contender, summary) -> json.put(contender.title(), summary(summary)));
        json.put("ratio", run.ratio());
        json.put("ratioToBare", run.ratioToBare());
        run.ratioOfKeyed().ifPresent(ratio -> json.put("ratioOfKeyed", ratio));
        run.ratioOfOnce().ifPresent(ratio -> json.put("ratioOfOnce", ratio));
        run.ratioOfList().ifPresent(ratio -> json.put("ratioOfList", ratio));
        json.put("p50AboveFloorMillis", run.p50AboveFloorMillis());
        return json;
    }

    private static Map<String, Object> summary(Summary summary) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("perSecond", summary.perSecond());
        json.put("p50Millis", summary.p50Millis());
        json.put("p99Millis", summary.p99Millis());
        json.put("errors", summary.errors());
        json.put("cpuMicrosPerRequest", summary.cpuMicros());
        Map<String, Object> processes = new LinkedHashMap<>();
        summary.costs().forEach((role, cost) -> {
            Map<String, Object> process = new LinkedHashMap<>();
            process.put("cpuMicrosPerRequest", cost.cpuMicros());
            process.put("residentMegabytes", cost.residentMegabytes());
            processes.put(role.title(), process);
        });
        json.put("processes", processes);
        json.put("otherProgramsPercent", summary.strangersPercent());
        json.put("perSecondOfRounds", summary.perSecondOfRounds());
        return json;
    }
}
