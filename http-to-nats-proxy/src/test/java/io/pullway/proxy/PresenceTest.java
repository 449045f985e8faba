package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.PresenceReport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is there, on a clock of the test's own. Times are in milliseconds. */
class PresenceTest {
    private static final String ONE = "presence.users.one";
    private static final String TWO = "presence.users.two";

    private final Presence presence = new Presence();
    private long now;

    @BeforeEach
    void connect() {
        presence.connected(0);
    }

    @Test
    void nobodyIsKnownToBeAwayBeforeFiveSecondsOfView() {
        pass(4_900);
        assertThat(isNobodyThere("users")).isFalse();
        pass(200);
        assertThat(isNobodyThere("users")).isTrue();
    }

    @Test
    void whoReportsIsThereForThreeSeconds() {
        pass(6_000);
        report(ONE, false);
        pass(2_900);
        assertThat(isNobodyThere("users")).isFalse();
        assertThat(isNobodyThere("services")).isTrue();
        pass(200);
        assertThat(isNobodyThere("users")).isTrue();
    }

    @Test
    void whoDrainsIsGoneAtOnceAndTheOtherIsNot() {
        pass(6_000);
        report(ONE, false);
        report(TWO, false);
        report(ONE, true);
        assertThat(isNobodyThere("users")).isFalse();
        report(TWO, true);
        assertThat(isNobodyThere("users")).isTrue();
    }

    @Test
    void aDisconnectEndsTheView() {
        pass(6_000);
        presence.disconnected();
        assertThat(isNobodyThere("users")).isFalse();
        pass(60_000);
        assertThat(isNobodyThere("users")).isFalse();
        presence.connected(now * 1_000_000);
        pass(4_900);
        assertThat(isNobodyThere("users")).isFalse();
        pass(200);
        assertThat(isNobodyThere("users")).isTrue();
    }

    @Test
    void whoStoodStillHasNotWatched() {
        pass(6_000);
        report(ONE, false);
        now += 20_000;
        assertThat(isNobodyThere("users"))
                .as("before the first tick afterwards")
                .isFalse();
        pass(50);
        assertThat(isNobodyThere("users")).as("after it").isFalse();
        pass(5_100);
        assertThat(isNobodyThere("users")).isTrue();
    }

    @Test
    void proxiesAreCountedWithThisOne() {
        assertThat(presence.proxies()).as("before it heard itself").isEqualTo(1);
        report("presence.-.this", false);
        report("presence.-.other", false);
        report(ONE, false);
        pass(100);
        assertThat(presence.proxies()).isEqualTo(2);
        report("presence.-.other", true);
        pass(100);
        assertThat(presence.proxies()).isEqualTo(1);
        pass(5_000);
        assertThat(presence.proxies()).as("when it does not hear itself").isEqualTo(1);
    }

    @Test
    void whatIsNoReportIsIgnored() {
        pass(6_000);
        presence.heard(ONE, "I am here".getBytes(StandardCharsets.UTF_8), now * 1_000_000);
        assertThat(isNobodyThere("users")).isTrue();
    }

    private boolean isNobodyThere(String resource) {
        return presence.isNobodyThere(resource, now * 1_000_000);
    }

    private void report(String subject, boolean draining) {
        byte[] report = new PresenceReport(
                        "rating-service", "any", PresenceReport.Work.NONE, List.of(), draining, null, null)
                .encode();
        presence.heard(subject, report, now * 1_000_000);
    }

    /** Ticks as the proxy does. */
    private void pass(long millis) {
        for (long end = now + millis; now < end; ) {
            now += 50;
            presence.tick(now * 1_000_000);
        }
    }
}
