package io.pullway.load.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs against one balancer brought, all their requests taken together.
 *
 * @param runs one or more
 * @param slots of all instances together
 * @param patienceMicros how long senders waited: what a failure counts as, also if it came at once
 */
public record TailFigures(List<Run> runs, int slots, long patienceMicros) {
    /** Percentiles of which a chart is made. */
    private static final double[] CURVE = {50, 75, 90, 95, 97.5, 99, 99.5, 99.75, 99.9, 99.95, 99.99};

    /** A light request that takes longer than this has waited: a hundred times what it costs. */
    private static final double LATE_MILLIS = 1_000;

    /** @param faultMicros when the fault began, 0 without one */
    public record Run(List<TailExchange> exchanges, long faultMicros) {}

    /** As JSON takes it; latencies in milliseconds. */
    public Map<String, Object> asMap() {
        List<TailExchange> all = exchanges();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("requests", all.size());
        map.put("failed", (int) all.stream().filter(TailExchange::isFailed).count());
        map.put("refused", (int)
                all.stream().filter(one -> !one.isAnswered() && !one.isFailed()).count());
        map.put("lightP50", light().percentileMillis(50));
        map.put("lightP99", light().percentileMillis(99));
        map.put("lightP999", light().percentileMillis(99.9));
        map.put("lightLate", (int) late(all));
        map.put(
                "lightP99OfRuns",
                runs.stream()
                        .map(run -> latencies(run.exchanges, false).percentileMillis(99))
                        .toList());
        map.put("heavyP50", latencies(all, true).percentileMillis(50));
        map.put("heavyP99", latencies(all, true).percentileMillis(99));
        map.put("idleWhileQueuedPercent", 100 * idleWhileQueued());
        if (runs.stream().anyMatch(run -> run.faultMicros > 0)) {
            map.put("secondsToRecover", secondsToRecover());
        }
        map.put("lightCurve", curve(light()));
        return map;
    }

    public List<TailExchange> exchanges() {
        return runs.stream().flatMap(run -> run.exchanges.stream()).toList();
    }

    /** Latencies by percentile, for a chart. */
    public static Map<String, Object> curve(Latencies latencies) {
        Map<String, Object> curve = new LinkedHashMap<>();
        for (double percent : CURVE) {
            curve.put(Double.toString(percent), latencies.percentileMillis(percent));
        }
        return curve;
    }

    private Latencies light() {
        return latencies(exchanges(), false);
    }

    private double idleWhileQueued() {
        return runs.stream()
                .mapToDouble(run -> Occupancy.idleWhileQueued(run.exchanges, slots))
                .average()
                .orElse(0);
    }

    /** From the fault to the last light request that was sent and failed or came late; the longest of the runs. */
    private double secondsToRecover() {
        List<Double> seconds = new ArrayList<>(List.of(0.0));
        for (Run run : runs) {
            run.exchanges.stream()
                    .filter(one -> one.sentMicros() >= run.faultMicros && isLate(one))
                    .mapToLong(TailExchange::sentMicros)
                    .max()
                    .ifPresent(last -> seconds.add((last - run.faultMicros) / 1e6));
        }
        return seconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private static long late(List<TailExchange> exchanges) {
        return exchanges.stream().filter(TailFigures::isLate).count();
    }

    private static boolean isLate(TailExchange one) {
        return !one.heavy() && (one.isFailed() || one.micros() > LATE_MILLIS * 1e3);
    }

    /** Of those that were answered, and of those that failed, which count as the longest; not of the refused. */
    private Latencies latencies(List<TailExchange> exchanges, boolean heavy) {
        return Latencies.ofMicros(exchanges.stream()
                .filter(one -> one.heavy() == heavy && (one.isAnswered() || one.isFailed()))
                .mapToLong(one -> one.isFailed() ? Math.max(one.micros(), patienceMicros) : one.micros()));
    }
}
