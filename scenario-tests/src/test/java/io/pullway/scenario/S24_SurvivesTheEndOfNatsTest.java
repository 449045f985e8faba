package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * nats-server ends and is started again; nothing else is. What was not accepted is refused, and what was under way
 * (it may run twice) is answered.
 */
final class S24_SurvivesTheEndOfNatsTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    /** Longer than the ack wait, after which what an instance had in hand is delivered again. */
    private static final String BUDGET = "15s";

    private static final int CLIENTS = 8;

    @Test
    void stoppedAndStarted() {
        survives("S24-stopped", NatsServer::stop);
    }

    @Test
    void killedAndStarted() {
        survives("S24-killed", NatsServer::kill);
    }

    private static void survives(String name, Consumer<NatsServer> end) {
        try (Platform platform = Platform.of(name)
                .proxies(2)
                .echoes(2)
                .proxyEnvironment("PULLWAY_PROXY_BUDGET", BUDGET)
                .start()) {
            List<Program> proxies = List.of(platform.proxy(1), platform.proxy(2));
            try (Load load = Load.start(proxies, CLIENTS, Duration.ofMillis(10), Call::get)) {
                Await.until(SOON, "requests flow", () -> load.soFar().size() > 200);

                end.accept(platform.nats());
                Await.until(
                        SOON,
                        "503 from each proxy",
                        () -> proxies.stream().allMatch(S24_SurvivesTheEndOfNatsTest::refuses));
                platform.nats().start();
                Await.until(
                        SOON,
                        "answers from each proxy",
                        () -> proxies.stream().allMatch(S24_SurvivesTheEndOfNatsTest::answers));
                Await.until(SOON, "both instances work", () -> bothServe(proxies));

                List<Result> failed = Result.failed(load.stop());
                assertThat(failed)
                        .filteredOn(result -> !result.isProblem(503, "not-accepted"))
                        .isEmpty();
            }
            assertThat(List.of(platform.proxy(1), platform.proxy(2), platform.echo(1), platform.echo(2)))
                    .allMatch(program -> program.process().isAlive());
        }
    }

    /** The probe itself may be under way when NATS ends: it does not wait longer than it has to. */
    private static boolean refuses(Program proxy) {
        RawAnswer answer = RawRequest.get("/api/echo").field("Prefer", "wait=1").sendTo(proxy);
        return answer.status() == 503 && answer.value("retry-after").isPresent();
    }

    private static boolean answers(Program proxy) {
        return once(proxy).isAnswered();
    }

    private static boolean bothServe(List<Program> proxies) {
        return Load.run(proxies, 16, 200, Call::get).stream()
                        .map(result -> result.answered().servedBy())
                        .distinct()
                        .count()
                == 2;
    }

    private static Result once(Program proxy) {
        return Load.run(List.of(proxy), 1, 1, Call::get).getFirst();
    }
}
