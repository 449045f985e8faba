package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SIGTERM of a proxy that holds requests. */
final class S27_AnEndingProxyAnswersTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int IN_FLIGHT = 20;

    /** Longer than the proxy takes requests after SIGTERM ({@code quarkus.shutdown.delay}). */
    private static final int WORK_MILLIS = 6_000;

    @Test
    void whatItHoldsIsAnsweredBeforeItGoes() {
        try (Platform platform = Platform.of("S27").start()) {
            Program proxy = platform.proxy(1);
            try (Load inFlight = Load.of(
                    proxy,
                    Stream.generate(() -> Call.post(WORK_MILLIS))
                            .limit(IN_FLIGHT)
                            .toList())) {
                Await.until(SOON, "all are worked on", () -> Gauges.running(platform.echo(1)) == IN_FLIGHT);

                proxy.process().terminate();

                assertThat(inFlight.join()).hasSize(IN_FLIGHT);
                assertThat(Result.failed(inFlight.join())).isEmpty();
                proxy.process().awaitExit(SOON);
            }
        }
    }
}
