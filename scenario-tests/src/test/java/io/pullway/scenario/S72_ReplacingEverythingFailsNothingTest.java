package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.scenario.History.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proxies and services are replaced one after the other, as a new version is rolled out; clients see nothing of it. */
final class S72_ReplacingEverythingFailsNothingTest {
    @Test
    void throughTheGatewayEveryRequestIsAnswered() throws Exception {
        try (Platform platform =
                        Platform.of("S72").proxies(2).echoes(2).ratings(2).start();
                Gateway gateway = new Gateway(
                        List.of(platform.proxy(1), platform.proxy(2)),
                        platform.logs().resolve("gateway.log"))) {
            History history = UnderFault.of(platform)
                    .at(gateway)
                    .through(
                            "rolling replacement of proxies and instances, through the gateway",
                            () -> Rollout.of(platform));
            assertThat(history.except(Outcome.ANSWERED)).isEmpty();
        }
    }
}
