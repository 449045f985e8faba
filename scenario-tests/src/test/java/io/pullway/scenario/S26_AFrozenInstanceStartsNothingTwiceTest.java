package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An instance stands still (SIGSTOP) for longer than the ack wait of ten seconds, and goes on. */
final class S26_AFrozenInstanceStartsNothingTwiceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int EACH = 40;

    @Test
    void whatItHadIsAnsweredByTheOtherAndNotStartedLater() {
        try (Platform platform = Platform.of("S26").echoes(2).start();
                ReplyTap tap = new ReplyTap(platform.nats())) {
            Program frozen = platform.echo(1);
            Load.run(List.of(platform.proxy(1)), 16, 1_000, Call::get);
            try (Load started = Load.of(platform.proxy(1), many(Call.post(3_000), Call.get(3_000)))) {
                Await.until(
                        SOON,
                        "it works on some",
                        () -> Gauges.running(frozen) > 0
                                && Gauges.running(frozen) + Gauges.running(platform.echo(2)) == 2 * EACH);
                frozen.process().freeze();
                // Its pulls stand for two seconds more: what JetStream sends now waits in its socket.
                List<Result> sent = Load.of(platform.proxy(1), many(Call.post(0), Call.get(0)))
                        .join();
                List<Result> inHand = started.join();
                frozen.process().thaw();

                requireHonest(sent);
                requireHonest(inHand);
                awaitWork(platform, frozen);
                // It may finish the unsafe requests that it had started, and starts none of the others.
                assertThat(Gauges.answeredByApplication(frozen, "POST")).isEqualTo((int) unknown(inHand));
                assertThat(Gauges.answeredByApplication(platform.echo(2), "POST"))
                        .isEqualTo((int) (2 * EACH - unknown(inHand) - unknown(sent)));
                assertThat(sent)
                        .allSatisfy(result -> assertThat(tap.to(result.requestId()))
                                .filteredOn(ReplyTap.Reply::isOfApplication)
                                .hasSizeLessThanOrEqualTo(result.isProblem(502, "outcome-unknown") ? 0 : 2));
            }
        }
    }

    private static List<Call> many(Call unsafe, Call idempotent) {
        return Stream.concat(
                        Stream.generate(() -> Call.post(unsafe.delayMillis())).limit(EACH),
                        Stream.generate(() -> Call.get(idempotent.delayMillis()))
                                .limit(EACH))
                .toList();
    }

    private static long unknown(List<Result> results) {
        return results.stream()
                .filter(result -> result.isProblem(502, "outcome-unknown"))
                .count();
    }

    /** Idempotent requests are answered by the other; unsafe ones by it, or told to be unknown. */
    private static void requireHonest(List<Result> results) {
        assertThat(results).hasSize(2 * EACH).allSatisfy(result -> {
            if (result.call().method().equals("GET")) {
                assertThat(result.answered().servedBy()).isEqualTo("echo-2");
            } else if (!result.isProblem(502, "outcome-unknown")) {
                assertThat(result.answered().servedBy()).isEqualTo("echo-2");
                assertThat(result.answered().deliveries()).isEqualTo(1);
            }
        });
        assertThat(results)
                .as("the frozen instance had some of each kind in hand")
                .anyMatch(result -> result.isProblem(502, "outcome-unknown"))
                .anyMatch(result -> result.isAnswered() && result.answered().deliveries() == 2);
    }

    /** It answers new requests, and has none in hand any more. */
    private static void awaitWork(Platform platform, Program instance) {
        Await.until(
                SOON,
                instance.name() + " works again",
                () -> Load.run(List.of(platform.proxy(1)), 8, 50, Call::get).stream()
                        .anyMatch(result -> result.answered().servedBy().equals(instance.name())));
        Await.until(SOON, instance.name() + " has nothing in hand", () -> Gauges.running(instance) == 0);
    }
}
