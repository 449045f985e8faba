package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many times as many requests as the slots can work on: the platform does what it can and refuses the rest. */
final class S52_RefusesWhatCannotBeStartedInTimeTest {
    private static final int SLOTS = 8;
    private static final int DELAY_MILLIS = 50;
    private static final double CAPACITY = 1_000.0 / DELAY_MILLIS * SLOTS;
    private static final Duration BUDGET = Duration.ofSeconds(2);

    /** From a proxy's decision to a client that has the answer, on a machine that has other things to do. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(500);

    /** 800 clients that try again so much later offer ten times what the slots can do. */
    private static final Duration TEN_TIMES = Duration.ofMillis(500);

    /** Clients without patience: as much as the machine can send. */
    private static final Duration STORM = Duration.ofMillis(50);

    private static final Duration NORMAL_AFTER = Duration.ofSeconds(5);

    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.of("S52")
                .proxyEnvironment("PULLWAY_PROXY_BUDGET", BUDGET.toSeconds() + "s")
                .serviceEnvironment("PULLWAY_SERVER_SLOTS", Integer.toString(SLOTS))
                .start();
        Load.run(List.of(platform.proxy(1)), 8, 2_000, Call::get);
        // A proxy that has never refused anything has much to load and to compile for it first.
        overload(Duration.ofSeconds(2), TEN_TIMES);
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @Test
    void goesOnWorkingRefusesTheRestQuicklyAndIsNormalSoonAfter() {
        Overload overload = overload(Duration.ofSeconds(10), TEN_TIMES);
        assertSurvived(overload);
        // What was let in is answered: few at most found out in the queue.
        assertThat(overload.others()).isLessThan(overload.answered().size() / 10);
        assertThat(Overload.percentile(overload.refused(), 50)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    @Tag("fault")
    void doesSoForAMinute() {
        Overload overload = overload(Duration.ofSeconds(60), TEN_TIMES);
        assertSurvived(overload);
        write("ten times the load that the slots can do, 60 s", overload);
        assertThat(overload.answeredPerSecond()).isGreaterThan(0.9 * CAPACITY);
        assertThat(overload.others()).isZero();
        assertThat(Overload.percentile(overload.refused(), 99)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    @Tag("fault")
    void doesSoInAStormOfRetries() {
        Overload overload = overload(Duration.ofSeconds(30), STORM);
        assertSurvived(overload);
        write("800 clients that try again after 50 ms, 30 s", overload);
    }

    private static void write(String name, Overload overload) {
        Reliability.rowWithoutChance(name, History.of(overload.results()), overload.effects(CAPACITY));
    }

    private static Overload overload(Duration lasts, Duration beforeNext) {
        return Overload.of(platform.proxy(1), lasts, beforeNext, DELAY_MILLIS);
    }

    private static void assertSurvived(Overload overload) {
        awaitNormal(overload.endedNanos() + NORMAL_AFTER.toNanos());
        String effects = overload.effects(CAPACITY);
        System.getLogger("S52").log(System.Logger.Level.INFO, effects);
        assertThat(overload.answeredPerSecond()).as(effects).isGreaterThan(0.8 * CAPACITY);
        // Far more refused than let in.
        assertThat(overload.refused().size())
                .as(effects)
                .isGreaterThan(overload.answered().size());
        assertThat(overload.refused()).allMatch(refused -> retryAfterSeconds(refused) > 0);
        assertThat(overload.answered()).allMatch(answered -> answered.took().compareTo(BUDGET.plus(ON_THE_WAY)) < 0);
    }

    /** As many clients as there are slots are answered as if nothing had been. */
    private static void awaitNormal(long untilNanos) {
        Await.until(
                Duration.ofNanos(untilNanos - System.nanoTime()),
                "requests are answered as usual",
                () -> Load.run(List.of(platform.proxy(1)), SLOTS, 5 * SLOTS, () -> Call.get(DELAY_MILLIS)).stream()
                        .allMatch(result -> result.isAnswered()
                                && result.took().compareTo(Duration.ofMillis(4 * DELAY_MILLIS)) < 0));
    }

    private static int retryAfterSeconds(Result refused) {
        return refused.ending() instanceof Result.Problem problem ? Integer.parseInt(problem.retryAfter()) : 0;
    }
}
