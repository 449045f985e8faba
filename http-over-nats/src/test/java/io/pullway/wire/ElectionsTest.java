package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long somebody is waited for who takes what is published, on a clock of the test's own. */
class ElectionsTest {
    private final Elections elections = new Elections();
    private long now = 1_000_000_000_000L;

    @Test
    void aYoungSilenceIsWaitedForAndAnOldOneIsNot() {
        assertThat(isWaitedFor("users")).isTrue();
        tryFor(Elections.LIMIT.minusSeconds(1));
        assertThat(isWaitedFor("users")).isTrue();
        tryFor(Duration.ofSeconds(2));
        assertThat(isWaitedFor("users")).isFalse();
        assertThat(isWaitedFor("echo")).as("another stream").isTrue();
    }

    @Test
    void afterAnOutageTheNextSilenceIsYoungAgain() {
        tryFor(Elections.LIMIT.plusSeconds(1));
        assertThat(isWaitedFor("users")).isFalse();
        now += Duration.ofSeconds(6).toNanos();
        assertThat(isWaitedFor("users")).isTrue();
    }

    @Test
    void thePausesGrowToASecond() {
        assertThat(Elections.pause(1)).hasMillis(250);
        assertThat(Elections.pause(2)).hasMillis(500);
        assertThat(Elections.pause(3)).hasMillis(1_000);
        assertThat(Elections.pause(100)).hasMillis(1_000);
    }

    /** Those names are made up by clients. */
    @Test
    void manyNamesFillNoMemory() {
        for (int i = 0; i < 30_000; i++) {
            elections.isWaitedFor("made-up-" + i, now);
        }
        assertThat(isWaitedFor("users")).isTrue();
    }

    /** Somebody tries once a second. */
    private void tryFor(Duration duration) {
        for (long second = 0; second < duration.toSeconds(); second++) {
            isWaitedFor("users");
            now += Duration.ofSeconds(1).toNanos();
        }
    }

    private boolean isWaitedFor(String stream) {
        return elections.isWaitedFor(stream, now);
    }
}
