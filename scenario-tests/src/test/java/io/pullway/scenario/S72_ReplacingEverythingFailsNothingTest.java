package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.scenario.History.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proxies and services are replaced one after the other, as a new version is rolled out; clients see nothing of it. */
final class S72_ReplacingEverythingFailsNothingTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int FLOWS = 200;

    @Test
    void throughTheGatewayEveryRequestIsAnswered() throws Exception {
        try (Platform platform =
                        Platform.of("S72").proxies(2).echoes(2).ratings(2).start();
                Gateway gateway = new Gateway(
                        List.of(platform.proxy(1), platform.proxy(2)),
                        platform.logs().resolve("gateway.log"));
                FaultTraffic traffic = FaultTraffic.start(List.of(gateway), Seed.random("S72"))) {
            History history = traffic.history();
            Await.until(SOON, "requests flow", () -> history.size() > FLOWS);

            Rollout.of(platform);
            int before = history.size();
            Await.until(SOON, "requests flow still", () -> history.size() > before + FLOWS);
            traffic.end();

            assertThat(history.except(Outcome.ANSWERED)).isEmpty();
            Reliability.row(
                    "rolling replacement of every process, through the gateway",
                    history,
                    KeyedUser.once(platform) + " of " + traffic.made().size() + " keys");
            assertThat(KeyedUser.once(platform)).isEqualTo(traffic.made().size());
        }
    }
}
