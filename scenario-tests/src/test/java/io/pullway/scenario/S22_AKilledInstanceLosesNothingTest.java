package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of one of two instances of a service. */
final class S22_AKilledInstanceLosesNothingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int IN_HAND = 20;

    private Platform platform;

    @BeforeEach
    void start() {
        platform = Platform.of("S22").echoes(2).start();
    }

    @AfterEach
    void end() {
        platform.close();
    }

    @Test
    void idempotentRequestsAreRunAgainByTheOther() {
        List<Program> proxies = List.of(platform.proxy(1));
        try (Load inHand = inHand(() -> Call.get(4_000));
                Load load = Load.start(proxies, 16, Duration.ofMillis(5), Call::get)) {
            Await.until(SOON, "requests flow", () -> load.soFar().size() > 500);

            platform.echo(1).process().kill();

            List<Result> slow = inHand.join();
            assertThat(slow).hasSize(IN_HAND);
            assertThat(Result.failed(slow)).isEmpty();
            assertThat(slow.stream().map(Result::answered).filter(answer -> answer.deliveries() > 1))
                    .as("those that the killed instance had in hand")
                    .isNotEmpty()
                    .allMatch(answer ->
                            answer.deliveries() == 2 && answer.servedBy().equals("echo-2"));
            assertThat(slow.stream().map(Result::answered).filter(answer -> answer.deliveries() == 1))
                    .allMatch(answer -> answer.servedBy().equals("echo-2"));
            assertThat(Result.failed(load.stop())).isEmpty();
        }
    }

    @Test
    void unsafeRequestsAreToldToBeUnknownAndNotRunAgain() {
        try (ReplyTap tap = new ReplyTap(platform.nats());
                Load inHand = inHand(() -> Call.post(4_000))) {
            int lost = Gauges.running(platform.echo(1));

            platform.echo(1).process().kill();

            List<Result> results = inHand.join();
            assertThat(results).hasSize(IN_HAND);
            assertThat(results)
                    .filteredOn(result -> result.isProblem(502, "outcome-unknown"))
                    .hasSize(lost);
            assertThat(results)
                    .filteredOn(
                            result -> result.isAnswered() && result.answered().deliveries() == 1)
                    .hasSize(IN_HAND - lost);
            Await.until(SOON, "echo-2 has nothing in hand", () -> Gauges.running(platform.echo(2)) == 0);
            assertThat(results)
                    .allSatisfy(result -> assertThat(tap.to(result.requestId()))
                            .singleElement()
                            .matches(reply -> reply.isOfApplication() == result.isAnswered()));
        }
    }

    /** Both instances work on some of these. */
    private Load inHand(Supplier<Call> calls) {
        Load inHand =
                Load.of(platform.proxy(1), Stream.generate(calls).limit(IN_HAND).toList());
        Await.until(
                SOON,
                "both instances work on some",
                () -> Gauges.running(platform.echo(1)) > 0
                        && Gauges.running(platform.echo(1)) + Gauges.running(platform.echo(2)) == IN_HAND);
        return inHand;
    }
}
