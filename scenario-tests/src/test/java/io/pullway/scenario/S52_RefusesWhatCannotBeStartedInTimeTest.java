package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten times as many requests as the slots can work on: the platform does what it can and refuses the rest. */
final class S52_RefusesWhatCannotBeStartedInTimeTest {
    private static final int SLOTS = 8;
    private static final int DELAY_MILLIS = 50;
    private static final double CAPACITY = 1_000.0 / DELAY_MILLIS * SLOTS;
    private static final int CLIENTS = 800;
    private static final Duration SOON = Duration.ofSeconds(10);

    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.of("S52")
                .proxyEnvironment("PULLWAY_PROXY_BUDGET", "2s")
                .serviceEnvironment("PULLWAY_SERVER_SLOTS", Integer.toString(SLOTS))
                .start();
        Load.run(List.of(platform.proxy(1)), 8, 2_000, Call::get);
        // A proxy that has never refused anything has much to load and to compile for it first.
        overload(Duration.ofSeconds(2));
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @Test
    void goesOnWorkingRefusesTheRestQuicklyAndIsNormalSoonAfter() {
        overloadIsSurvived(Duration.ofSeconds(10));
    }

    @Test
    @Tag("fault")
    void doesSoForAMinute() {
        overloadIsSurvived(Duration.ofSeconds(60));
    }

    /** What clients got meanwhile, and how long that really was. */
    private record Overload(List<Result> results, Duration took) {}

    /** A load that the slots can just not do at once, then ten times that: each client tries again after 0.5 s. */
    private static Overload overload(Duration lasts) {
        List<Program> proxies = List.of(platform.proxy(1));
        try (Load before = Load.start(proxies, 40, Duration.ZERO, () -> Call.get(DELAY_MILLIS))) {
            Await.until(SOON, "there is a queue", () -> before.soFar().size() > CAPACITY);
            int until = before.soFar().size();
            long begin = System.nanoTime();
            try (Load load = Load.start(proxies, CLIENTS, Duration.ofMillis(500), () -> Call.get(DELAY_MILLIS))) {
                Await.until(lasts.plusSeconds(5), "it has lasted", () -> System.nanoTime() - begin > lasts.toNanos());
                List<Result> results = new ArrayList<>(load.stop());
                List<Result> beside = before.stop();
                results.addAll(beside.subList(until, beside.size()));
                return new Overload(results, Duration.ofNanos(System.nanoTime() - begin));
            }
        }
    }

    private static void overloadIsSurvived(Duration lasts) {
        Overload overload = overload(lasts);
        List<Result> results = overload.results();
        Duration took = overload.took();

        long answered = results.stream().filter(Result::isAnswered).count();
        List<Duration> refusals = results.stream()
                .filter(result -> result.isProblem(503, "overloaded"))
                .map(Result::took)
                .sorted()
                .toList();
        String summary = results.size() + " sent in " + took + ": " + answered + " answered, " + refusals.size()
                + " refused, median " + refusals.get(refusals.size() / 2) + ", p99 "
                + refusals.get(refusals.size() * 99 / 100);
        System.getLogger("S52").log(System.Logger.Level.INFO, summary);
        assertThat(answered / (took.toMillis() / 1_000.0)).as(summary).isGreaterThan(0.8 * CAPACITY);
        // What was let in is answered: few at most found out in the queue.
        assertThat(results.size() - answered - refusals.size()).as(summary).isLessThan(answered / 10);
        // Far more refused than let in, and no refusal waits for anything.
        assertThat(refusals.size()).as(summary).isGreaterThan((int) answered);
        assertThat(refusals.get(refusals.size() / 2)).as(summary).isLessThan(Duration.ofMillis(50));
        Await.until(
                Duration.ofSeconds(5),
                "twenty requests in a row are answered",
                () -> Result.failed(Load.run(List.of(platform.proxy(1)), 1, 20, Call::get))
                        .isEmpty());
    }
}
