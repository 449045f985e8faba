package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of one of two proxies. */
final class S23_AKilledProxyTakesOnlyItsConnectionsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final int CLIENTS = 16;

    @Test
    void onlyTheConnectionsThatItHeldFail() {
        try (Platform platform = Platform.of("S23").proxies(2).echoes(2).start();
                Load ofFirst = Load.start(List.of(platform.proxy(1)), CLIENTS, PAUSE, Call::get);
                Load ofSecond = Load.start(
                        List.of(platform.proxy(2)),
                        CLIENTS,
                        PAUSE,
                        S23_AKilledProxyTakesOnlyItsConnectionsTest::mixed)) {
            Await.until(
                    SOON,
                    "requests flow",
                    () -> ofFirst.soFar().size() > 500 && ofSecond.soFar().size() > 500);

            platform.proxy(1).process().kill();

            // Its clients stop by themselves, each at its connection.
            assertThat(Result.failed(ofFirst.join()))
                    .hasSize(CLIENTS)
                    .allMatch(result -> result.ending() instanceof Result.Broken);
            int before = ofSecond.soFar().size();
            Await.until(SOON, "requests flow", () -> ofSecond.soFar().size() > before + 500);
            assertThat(Result.failed(ofSecond.stop())).isEmpty();

            platform.proxy(1).start();
            platform.proxy(1).awaitReady();
            assertThat(Result.failed(Load.run(List.of(platform.proxy(1)), CLIENTS, 200, Call::get)))
                    .isEmpty();
        }
    }

    private static Call mixed() {
        Call call = Call.get();
        return call.nonce().charAt(0) < '8' ? call : Call.post(0);
    }
}
