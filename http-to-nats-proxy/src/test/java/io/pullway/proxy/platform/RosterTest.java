package io.pullway.proxy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.PresenceReport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who was heard, on a clock of the test's own. Times are in milliseconds. */
class RosterTest {
    private final Roster roster = new Roster();

    @Test
    void anInstanceIsOneHoweverManyResourcesItHas() {
        hear("users", "rating-service", "one", false, 0);
        hear("ratings", "rating-service", "one", false, 1);
        hear("users", "rating-service", "two", false, 1);

        assertThat(roster.all()).extracting(Roster.Present::token).containsExactly("one", "two");
        assertThat(roster.all().getFirst().resources()).containsExactly("ratings", "users");
    }

    @Test
    void whoDrainsIsThereUntilItIsSilent() {
        hear("users", "rating-service", "one", false, 0);
        hear("users", "rating-service", "one", true, 1_000);
        tick(4_000);
        assertThat(roster.all()).singleElement().matches(each -> each.report().draining());

        tick(4_001);
        assertThat(roster.all()).isEmpty();
    }

    @Test
    void noInstancePassesForAProxy() {
        hear("users", "proxy", "one", false, 0);
        hear("-", "proxy", "one", false, 0);
        hear("users", "proxy", "one", true, 1);

        assertThat(roster.all())
                .filteredOn(Roster.Present::isProxy)
                .singleElement()
                .matches(proxy -> !proxy.report().draining());
        assertThat(roster.all()).filteredOn(each -> !each.isProxy()).hasSize(1);
    }

    private void hear(String resource, String service, String token, boolean draining, long now) {
        PresenceReport report =
                new PresenceReport(service, "any", PresenceReport.Work.NONE, List.of(), draining, null, null);
        roster.heard(resource, token, report, TimeUnit.MILLISECONDS.toNanos(now));
    }

    private void tick(long now) {
        roster.tick(TimeUnit.MILLISECONDS.toNanos(now));
    }
}
