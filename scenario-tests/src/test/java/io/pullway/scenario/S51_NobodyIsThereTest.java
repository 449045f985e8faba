package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A service whose stream is there and whose instances are not: who has watched for long enough says so at once. */
final class S51_NobodyIsThereTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.of("S51").start();
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @Test
    void aProxyThatHasWatchedRefusesAtOnceAndStoresNothing() {
        Program proxy = platform.proxy(1);
        awaitRefused(proxy, "/api/users");
        long begin = System.nanoTime();
        RawAnswer answer = RawRequest.of("POST", "/api/users").sendTo(proxy);

        Problems.assertRetryable(answer, 503, "no-instance");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
        RawRequest keyed = RawRequest.of("POST", "/api/users")
                .field("Idempotency-Key", UUID.randomUUID().toString());
        Problems.assertRetryable(keyed.sendTo(proxy), 503, "no-instance");
        Problems.assertProblem(RawRequest.get("/api/no-such").sendTo(proxy), 404, "no-such-resource");
        assertThat(RawRequest.get("/api/echo").sendTo(proxy).status()).isEqualTo(200);
    }

    @Test
    void aProxyThatHasJustConnectedQueues() {
        Program young = platform.newProxy(Map.of());
        young.start();
        young.awaitReady();

        Problems.assertProblem(
                RawRequest.get("/api/users").field("Prefer", "wait=1").sendTo(young), 504, "not-started");
    }

    @Test
    void aLostConnectionEndsTheViewAndAServiceIsNotRefusedAfterIt() {
        Program proxy = platform.proxy(1);
        awaitRefused(proxy, "/api/users");

        platform.nats().restart();

        Await.until(
                SOON,
                "requests for nobody are queued again",
                () -> RawRequest.get("/api/users")
                                .field("Prefer", "wait=1")
                                .sendTo(proxy)
                                .status()
                        == 504);
        Await.until(SOON, "the echo service answers", () -> {
            RawAnswer answer =
                    RawRequest.get("/api/echo").field("Prefer", "wait=1").sendTo(proxy);
            assertThat(answer.text()).doesNotContain("no-instance");
            return answer.status() == 200;
        });
        awaitRefused(proxy, "/api/users");
    }

    @Test
    void anInstanceThatLeavesIsMissedAtOnceAndOneThatIsKilledSoon() {
        Program proxy = platform.proxy(1);
        Program echo = platform.echo(1);
        awaitRefused(proxy, "/api/users");

        echo.process().terminate();
        echo.process().awaitExit(SOON);
        Problems.assertRetryable(RawRequest.get("/api/echo").sendTo(proxy), 503, "no-instance");

        echo.start();
        echo.awaitReady();
        Await.until(
                SOON,
                "it is back",
                () -> RawRequest.get("/api/echo").sendTo(proxy).status() == 200);

        echo.process().kill();
        awaitRefused(proxy, "/api/echo");
        echo.start();
        echo.awaitReady();
    }

    /** Until then requests are queued, for a second each. */
    private static void awaitRefused(Program proxy, String target) {
        Await.until(
                SOON,
                target + " is refused",
                () -> RawRequest.get(target)
                        .field("Prefer", "wait=1")
                        .sendTo(proxy)
                        .text()
                        .contains("no-instance"));
    }
}
