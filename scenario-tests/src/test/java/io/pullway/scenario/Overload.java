package io.pullway.scenario;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What clients got while they asked for more than the slots can do.
 *
 * @param results of all that was sent in that time
 * @param took from the first request that was too much to the last answer
 * @param endedNanos by {@link System#nanoTime}, when nothing more was sent
 */
record Overload(List<Result> results, Duration took, long endedNanos) {
    /** More than all slots are busy with, and so few that nothing is refused. */
    private static final int BUSY_CLIENTS = 40;

    private static final int CLIENTS = 800;
    private static final Duration SOON = Duration.ofSeconds(10);

    /**
     * A load that the slots can just not do at once, then 800 clients more, who wait for nobody.
     *
     * @param beforeNext so long each of them waits after an answer of any kind before it asks again
     * @param delayMillis that each request keeps a slot busy
     */
    static Overload of(Program proxy, Duration lasts, Duration beforeNext, int delayMillis) {
        List<Program> proxies = List.of(proxy);
        try (Load before = Load.start(proxies, BUSY_CLIENTS, Duration.ZERO, () -> Call.get(delayMillis))) {
            Await.until(SOON, "there is a queue", () -> before.soFar().size() > 4 * BUSY_CLIENTS);
            int until = before.soFar().size();
            long begin = System.nanoTime();
            try (Load load = Load.start(proxies, CLIENTS, beforeNext, () -> Call.get(delayMillis))) {
                UnderFault.last(lasts);
                long ended = System.nanoTime();
                List<Result> results = new ArrayList<>(load.stop());
                List<Result> beside = before.stop();
                results.addAll(beside.subList(until, beside.size()));
                return new Overload(results, Duration.ofNanos(System.nanoTime() - begin), ended);
            }
        }
    }

    List<Result> answered() {
        return results.stream().filter(Result::isAnswered).toList();
    }

    List<Result> refused() {
        return results.stream()
                .filter(result -> result.isProblem(503, "overloaded"))
                .toList();
    }

    /** Neither answered nor refused at the door. */
    int others() {
        return results.size() - answered().size() - refused().size();
    }

    double answeredPerSecond() {
        return answered().size() / (took.toMillis() / 1_000.0);
    }

    /** Within which so many of each hundred ended. */
    static Duration percentile(List<Result> some, int percent) {
        return some.stream()
                .map(Result::took)
                .sorted()
                .skip((some.size() - 1L) * percent / 100)
                .findFirst()
                .orElseThrow(() -> new AssertionError("there are none"));
    }

    /** For the table. @param capacity requests that the slots can do in a second */
    String effects(double capacity) {
        return String.format(
                Locale.ROOT,
                "%.1f %% of what the slots can do; answered in %.0f ms (p99), refused in %.1f ms (median) and %.1f ms (p99)",
                100 * answeredPerSecond() / capacity,
                millis(percentile(answered(), 99)),
                millis(percentile(refused(), 50)),
                millis(percentile(refused(), 99)));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
