package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Instance names are for people: two with the same name are two. */
final class S29_EqualNamesDoNoHarmTest {
    @Test
    void nobodyGetsTheAnswerOfAnother() {
        try (Platform platform = Platform.of("S29").proxies(0).echoes(0).start()) {
            List<Program> proxies = List.of(
                    platform.newProxy(Map.of("PULLWAY_PROXY_INSTANCE", "same")),
                    platform.newProxy(Map.of("PULLWAY_PROXY_INSTANCE", "same")));
            List<Program> echoes = List.of(
                    platform.newEcho(Map.of("PULLWAY_SERVER_INSTANCE", "same")),
                    platform.newEcho(Map.of("PULLWAY_SERVER_INSTANCE", "same")));
            proxies.forEach(Program::start);
            echoes.forEach(Program::start);
            proxies.forEach(Program::awaitReady);
            echoes.forEach(Program::awaitReady);

            try (Load load = Load.start(proxies, 64, Duration.ZERO, () -> Call.post(20))) {
                Await.until(
                        Duration.ofSeconds(20),
                        "both instances work",
                        () -> echoes.stream().allMatch(echo -> Gauges.running(echo) > 0));
                Await.until(
                        Duration.ofSeconds(20),
                        "requests flow",
                        () -> load.soFar().size() > 4_000);
                List<Result> results = load.stop();
                assertThat(Result.failed(results)).isEmpty();
                assertThat(results)
                        .filteredOn(result -> result.answered().deliveries() != 1
                                || !result.answered().servedBy().equals("same"))
                        .isEmpty();
            }
        }
    }
}
