package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many requests at the same time: none hangs, none is lost, none gets the answer of another. */
final class S20_NoneOfManyIsLostTest {
    private static final int REQUESTS = 100_000;
    private static final int IN_FLIGHT = 200;

    @Test
    @Timeout(240)
    void eachOfAHundredThousandGetsItsOwnAnswer() {
        try (Platform platform = Platform.of("S20").proxies(2).echoes(2).start()) {
            AtomicInteger number = new AtomicInteger();
            List<Result> results = Load.run(List.of(platform.proxy(1), platform.proxy(2)), IN_FLIGHT, REQUESTS, () -> {
                // One in ten may be run once only, one in a hundred takes a while.
                int any = number.getAndIncrement();
                int delay = any % 100 == 7 ? 50 : 0;
                return any % 10 == 0 ? Call.post(delay) : Call.get(delay);
            });

            assertThat(results).hasSize(REQUESTS);
            assertThat(Result.failed(results)).isEmpty();
            assertThat(results.stream().map(Result::requestId).collect(Collectors.toSet()))
                    .hasSize(REQUESTS);
            assertThat(results)
                    .filteredOn(result -> result.answered().deliveries() != 1)
                    .isEmpty();
            assertThat(results.stream()
                            .map(result -> result.answered().servedBy())
                            .distinct())
                    .containsExactlyInAnyOrder("echo-1", "echo-2");
            assertThat(results)
                    .filteredOn(result -> result.took().compareTo(Duration.ofSeconds(10)) > 0)
                    .isEmpty();
        }
    }
}
