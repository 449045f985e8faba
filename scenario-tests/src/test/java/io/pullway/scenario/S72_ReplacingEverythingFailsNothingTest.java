package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.scenario.History.Outcome;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Proxies and services are replaced one after the other, as a new version is rolled out; clients see nothing of it. Users rate
 * with comments, for which one service asks another.
 */
final class S72_ReplacingEverythingFailsNothingTest {
    @Test
    void throughTheGatewayEveryRequestIsAnswered() throws Exception {
        try (Platform platform = platform("S72", 2);
                Gateway gateway = gateway(platform, 1)) {
            History history = UnderFault.of(platform)
                    .at(gateway)
                    .through(
                            "rolling replacement of proxies and instances, through the gateway",
                            () -> Rollout.of(platform));
            assertThat(history.except(Outcome.ANSWERED)).isEmpty();
        }
    }

    /** What it has in hand it finishes. It ends connections that are idle: a client may be sending at that moment. */
    @Test
    @Tag("fault")
    void soMayGatewaysBe() throws Exception {
        try (Platform platform = platform("S72-gateways", 0);
                Gateway one = gateway(platform, 1);
                Gateway other = gateway(platform, 2)) {
            History history = UnderFault.of(platform)
                    .at(one, other)
                    .through("rolling replacement of two gateways", () -> {
                        one.replace();
                        other.replace();
                    });
            assertThat(history.except(Outcome.ANSWERED)).allMatch(entry -> entry.outcome() == Outcome.CUT);
        }
    }

    private static Platform platform(String name, int moderations) {
        return Platform.of(name)
                .proxies(2)
                .echoes(2)
                .ratings(2)
                .moderations(moderations)
                // A process that has just started may take its time on a small machine; what is asked here is whether
                // its work is lost.
                .serviceEnvironment("QUARKUS_REST_CLIENT_MODERATION_READ_TIMEOUT", "20000")
                .start();
    }

    private static Gateway gateway(Platform platform, int number) {
        return new Gateway(
                List.of(platform.proxy(1), platform.proxy(2)), platform.logs().resolve("gateway-" + number + ".log"));
    }
}
