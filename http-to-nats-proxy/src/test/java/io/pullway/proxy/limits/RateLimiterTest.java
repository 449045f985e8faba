package io.pullway.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may send how much, on a clock of the test's own. */
class RateLimiterTest {
    private long now;
    private int proxies = 1;
    private final RateLimiter limiter =
            new RateLimiter("address", new RateLimit(10, 30), () -> proxies, new TimeMeter() {
                @Override
                public long currentTimeNanos() {
                    return now;
                }

                @Override
                public boolean isWallClockBased() {
                    return false;
                }
            });

    @Test
    void aBurstPassesAndThenTheRate() {
        assertThat(passing("a", 50)).isEqualTo(30);
        pass(1_000);
        assertThat(passing("a", 50)).isEqualTo(10);
        pass(60_000);
        assertThat(passing("a", 50)).isEqualTo(30);
    }

    @Test
    void oneClientTakesNothingFromAnother() {
        assertThat(passing("a", 50)).isEqualTo(30);
        assertThat(passing("b", 50)).isEqualTo(30);
    }

    @Test
    void saysWhatIsLeftAndWhenToComeAgain() {
        RateLimiter.Verdict first = limiter.take("a");
        assertThat(first.passes()).isTrue();
        assertThat(first.policy()).isEqualTo("\"address\";q=30;w=3");
        assertThat(first.state()).isEqualTo("\"address\";r=29;t=1");
        passing("a", 28);
        assertThat(limiter.take("a").state()).isEqualTo("\"address\";r=0;t=3");

        RateLimiter.Verdict refused = limiter.take("a");
        assertThat(refused.passes()).isFalse();
        assertThat(refused.retrySeconds()).isEqualTo(1);
        assertThat(refused.state()).isEqualTo("\"address\";r=0;t=1");
    }

    @Test
    void eachProxyAllowsItsShare() {
        proxies = 3;
        assertThat(passing("a", 50)).isEqualTo(10);
        pass(3_000);
        assertThat(passing("a", 50)).isEqualTo(10);
    }

    @Test
    void theShareFollowsTheNumberOfProxies() {
        assertThat(passing("a", 15)).isEqualTo(15);
        proxies = 2;
        // Half of what it could was left, and half of its share is.
        assertThat(passing("a", 50)).isEqualTo(7);
        proxies = 1;
        pass(60_000);
        assertThat(passing("a", 50)).isEqualTo(30);
    }

    @Test
    void moreProxiesThanTheBurstStillLetSomeoneIn() {
        proxies = 100;
        assertThat(passing("a", 5)).isEqualTo(1);
        pass(10_000);
        assertThat(passing("a", 5)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"50, 50, 50", "50/200, 50, 200", "'  7/3 ', 7, 3", "999999/999999, 999999, 999999"})
    void readsRateAndBurst(String text, int perSecond, int burst) {
        assertThat(RateLimit.parse("p", text)).isEqualTo(new RateLimit(perSecond, burst));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "5/0", "-5", "5/", "/5", "5.5", "5 / 7", "1000000", "many"})
    void refusesWhatIsNoLimit(String text) {
        assertThatThrownBy(() -> RateLimit.parse("pullway.proxy.rate-limit.address", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pullway.proxy.rate-limit.address is '" + text + "'; allowed: ");
    }

    private int passing(String client, int requests) {
        return (int) IntStream.range(0, requests)
                .filter(i -> limiter.take(client).passes())
                .count();
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
