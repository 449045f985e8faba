package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A message that left its queue while its answer got lost, as at the end of a server of a cluster. */
final class S32_ALostAnswerIsMadeUpForTest {
    @Test
    void whatMayRunTwiceIsSentAnew() {
        try (Platform platform = Platform.of("S32").start();
                NatsClient nats = new NatsClient(platform)) {
            assertThat(Result.failed(Load.run(List.of(platform.proxy(1)), 1, 10, Call::get)))
                    .isEmpty();
            nats.awaitNothingStored();
            platform.echo(1).process().kill();
            try (Load waiting = Load.of(platform.proxy(1), List.of(Call.get()))) {
                nats.awaitStored(1);
                nats.empty("echo-service");
                platform.echo(1).start();

                assertThat(Result.failed(waiting.join())).isEmpty();
            }
        }
    }
}
