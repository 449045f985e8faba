package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** SIGTERM of service instances under load, one after the other, as in a rolling replacement. */
final class S25_AnEndingInstanceDrainsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Its pulls expire after two seconds, its requests take a tenth of one; the rest is for a busy machine. */
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    @Test
    void notOneRequestFails() {
        AtomicInteger number = new AtomicInteger();
        try (Platform platform = Platform.of("S25").proxies(2).echoes(2).start();
                Load load = Load.start(
                        List.of(platform.proxy(1), platform.proxy(2)),
                        32,
                        Duration.ZERO,
                        () -> number.incrementAndGet() % 2 == 0 ? Call.post(100) : Call.get(number.get() % 3 * 20))) {
            for (Program ending : List.of(platform.echo(1), platform.echo(2))) {
                awaitShare(load, ending.name());

                ending.process().terminate();

                ending.process().awaitExit(END_LIMIT);
                assertThat(ending.output()).contains("event=drained");
                ending.start();
                ending.awaitReady();
            }
            awaitShare(load, "echo-1");
            List<Result> results = load.stop();
            assertThat(Result.failed(results)).isEmpty();
            assertThat(results)
                    .filteredOn(result -> result.answered().deliveries() != 1)
                    .isEmpty();
        }
    }

    /** Waits until it takes part in the work again. */
    private static void awaitShare(Load load, String instance) {
        int before = load.soFar().size();
        Await.until(
                SOON,
                instance + " answers",
                () -> load.soFar().stream()
                                .skip(before)
                                .filter(result -> result.isAnswered()
                                        && result.answered().servedBy().equals(instance))
                                .count()
                        > 100);
    }
}
