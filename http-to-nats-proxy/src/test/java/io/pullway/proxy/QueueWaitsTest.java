package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long a request would wait, on a clock of the test's own. Times are in milliseconds. */
class QueueWaitsTest {
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final QueueWaits waits = new QueueWaits();
    private long now = 1_000_000;

    @Test
    void whatIsNotKnownIsLetIn() {
        assertThat(retrySeconds()).isZero();
    }

    @Test
    void shortWaitsAreLetInHoweverManyWait() {
        answer(160, 1_000, 20);
        waits.waiting(Map.of("echo", 4_000));
        assertThat(retrySeconds()).isZero();
    }

    @Test
    void aWaitBeyondTheBudgetIsRefusedWithATimeThatFollowsFromIt() {
        answer(160, 3_000, 6_500);
        assertThat(refusalOfTwo()).isEqualTo(5);
        assertThat(waits.retrySeconds("echo", Duration.ofSeconds(30), nanos())).isZero();
        assertThat(waits.retrySeconds("users", BUDGET, nanos())).isZero();
    }

    @Test
    void aQueueThatGrowsFastIsSeenBeforeItsHeadHasWaitedForLong() {
        // 160 answers a second, 300 ms after ten times that began to come.
        answer(160, 1_000, 150);
        waits.waiting(Map.of("echo", 430));
        assertThat(refusalOfTwo()).isPositive();
        waits.waiting(Map.of("echo", 100));
        assertThat(refusalOfTwo()).isZero();
    }

    /** They are in the same queue as plain ones. */
    @Test
    void keyedRequestsAreCountedUntilTheyLeave() {
        answer(160, 1_000, 150);
        for (int i = 0; i < 430; i++) {
            waits.keyedEntered("echo");
        }
        waits.waiting(Map.of());
        assertThat(refusalOfTwo()).isPositive();
        for (int i = 0; i < 430; i++) {
            waits.keyedLeft("echo");
        }
        waits.waiting(Map.of());
        assertThat(refusalOfTwo()).isZero();
    }

    @Test
    void whoEntersCountsAtOnce() {
        answer(160, 1_000, 150);
        waits.waiting(Map.of());
        int entered = 0;
        while (refusalOfTwo() == 0 && entered < 1_000) {
            waits.entered("echo");
            entered++;
        }
        assertThat(entered).as("about 2 s of work").isBetween(200, 320);
    }

    @Test
    void whoWasNeverStartedIsNoSignOfSpeed() {
        answer(160, 1_000, 1_500);
        for (int i = 0; i < 500; i++) {
            waits.notStarted("echo", 2_000, nanos());
        }
        waits.waiting(Map.of("echo", 400));
        assertThat(refusalOfTwo()).isPositive();
    }

    @Test
    void aQueueIsSeenAlsoAfterManyQuickRequests() {
        answer(4_000, 1_000, 0);
        answer(160, 1_000, 300);
        waits.waiting(Map.of("echo", 800));
        assertThat(refusalOfTwo()).isPositive();
    }

    @Test
    void aBurstThatIsDoneInTimeIsLetIn() {
        // Idle before: 40 answers in the first quarter of a second.
        answer(160, 250, 200);
        waits.waiting(Map.of("echo", 100));
        assertThat(refusalOfTwo()).isZero();
    }

    @Test
    void oneInAHundredMillisecondsPassesWhateverIsExpected() {
        answer(160, 1_000, 60_000);
        assertThat(retrySeconds()).as("the probe").isZero();
        assertThat(retrySeconds()).isEqualTo(58);
        now += 101;
        assertThat(retrySeconds()).as("the next probe").isZero();
        assertThat(retrySeconds()).isEqualTo(56);
    }

    @Test
    void withoutAnswersItRecovers() {
        answer(160, 1_000, 8_000);
        assertThat(refusalOfTwo()).isPositive();
        now += 4_100;
        assertThat(refusalOfTwo()).isZero();
    }

    @Test
    void withShortWaitsItRecovers() {
        answer(160, 1_000, 2_500);
        assertThat(refusalOfTwo()).isPositive();
        answer(160, 2_000, 10);
        assertThat(refusalOfTwo()).isZero();
    }

    /** The first of two may be a probe. */
    private int refusalOfTwo() {
        retrySeconds();
        return retrySeconds();
    }

    private int retrySeconds() {
        return waits.retrySeconds("echo", BUDGET, nanos());
    }

    private void answer(int perSecond, int millis, long waited) {
        long begin = now;
        int count = perSecond * millis / 1_000;
        for (int i = 1; i <= count; i++) {
            now = begin + (long) i * millis / count;
            waits.started("echo", waited, nanos());
        }
    }

    private long nanos() {
        return now * 1_000_000;
    }
}
