package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Prefer: wait=N} (RFC 7240) is how long a client waits; without it, the proxy's default counts. */
@ExtendWith(SharedPlatform.class)
final class S13_HonoursHowLongTheClientWaitsTest {
    private final Platform platform;
    private final Program proxy;
    private NatsClient nats;

    S13_HonoursHowLongTheClientWaitsTest(Platform platform) {
        this.platform = platform;
        this.proxy = platform.proxy(1);
    }

    @BeforeEach
    void connect() {
        nats = new NatsClient(platform);
    }

    @AfterEach
    void disconnect() {
        nats.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void whatWasStartedAndIsNotDoneInTimeHasAnUnknownOutcome(String method) {
        long begin = System.nanoTime();
        RawAnswer answer = RawRequest.of(method, "/api/echo?delay=4000")
                .field("Prefer", "wait=1")
                .sendTo(proxy);

        Problems.assertProblem(answer, 504, "outcome-unknown");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofSeconds(1), Duration.ofMillis(3_500));
        nats.awaitNothingStored();
    }

    @Test
    void whatIsDoneInTimeIsAnsweredAsAlways() {
        RawAnswer answer = RawRequest.get("/api/echo?delay=1200")
                .field("Prefer", "wait=10")
                .sendTo(proxy);

        assertThat(answer.echoed().values("prefer")).containsExactly("wait=10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=1                      | 1000",
                "wait=7                      | 7000",
                "WAIT=7                      | 7000",
                "wait=\"7\"                  | 7000",
                "return=minimal, wait=7      | 7000",
                "wait=7; foo=bar             | 7000",
                "handling=lenient;x=1,wait=7 | 7000",
                "wait = 7                    | 7000",
                "wait=60                     | 60000",
                "wait=3600                   | 60000",
                "wait=soon                   | 30000",
                "wait                        | 30000",
                "wait=-1                     | 30000",
                "waiting=7                   | 30000",
                "return=minimal              | 30000",
            })
    void theServiceIsToldHowMuchIsLeft(String preference, int budgetMillis) {
        assertThat(budgetOf(RawRequest.get("/api/echo").field("Prefer", preference)))
                .isEqualTo(budgetMillis);
    }

    @Test
    void withoutAPreferenceItIs30Seconds() {
        assertThat(budgetOf(RawRequest.get("/api/echo"))).isEqualTo(30_000);
    }

    @Test
    void ofTwoFieldsTheOneThatSaysItCounts() {
        RawRequest request =
                RawRequest.get("/api/echo").field("Prefer", "return=minimal").field("Prefer", "wait=7");

        assertThat(budgetOf(request)).isEqualTo(7_000);
    }

    private int budgetOf(RawRequest request) {
        NatsClient.Watch requests = nats.watch("http.>");
        assertThat(request.sendTo(proxy).status()).isEqualTo(200);
        return Integer.parseInt(requests.next().field("pullway-budget-ms"));
    }
}
