package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A busy instance takes no work that it cannot start. With few slots each, any hidden queue in front of an
 * instance, be it of one request, would hold some of the quick ones behind the slow one.
 */
final class S21_ASlowRequestDelaysNobodyTest {
    private static final int QUICK = 200;
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvSource({"1, 8", "4, 32"})
    void quickRequestsGoToWhoIsFree(int slots, int clients) {
        try (Platform platform = Platform.of("S21-" + slots + "-" + clients)
                .echoes(2)
                .serviceEnvironment("PULLWAY_SERVER_SLOTS", Integer.toString(slots))
                .start()) {
            // The first requests of a JVM are slow; they are not what is measured.
            Load.run(List.of(platform.proxy(1)), clients, 2_000, Call::get);

            try (Load slow = Load.of(platform.proxy(1), List.of(Call.get(5_000)))) {
                Await.until(Duration.ofSeconds(4), "somebody works on the slow request", () -> isBusy(platform));
                List<Result> quick = Load.run(List.of(platform.proxy(1)), clients, QUICK, Call::get);

                assertThat(slow.soFar()).as("the slow request, still under way").isEmpty();
                assertThat(quick).hasSize(QUICK);
                assertThat(Result.failed(quick)).isEmpty();
                assertThat(quick)
                        .filteredOn(result -> result.took().compareTo(LIMIT) >= 0)
                        .isEmpty();
                String busy = slow.join().getFirst().answered().servedBy();
                if (slots == 1) {
                    assertThat(quick)
                            .noneMatch(result -> result.answered().servedBy().equals(busy));
                }
            }
        }
    }

    private static boolean isBusy(Platform platform) {
        return Gauges.running(platform.echo(1)) + Gauges.running(platform.echo(2)) == 1;
    }
}
