package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service did the work and its answer cannot be sent: the client is told, and the work is not done again. */
final class S12_RunsNothingTwiceForABadAnswerTest {
    private static Platform platform;
    private static Program proxy;

    private NatsClient nats;
    private long storedBefore;
    private long deliveriesBefore;

    @BeforeAll
    static void start() {
        platform = Platform.of("S12").start();
        proxy = platform.proxy(1);
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @BeforeEach
    void countDeliveries() {
        nats = new NatsClient(platform);
        storedBefore = nats.stored();
        deliveriesBefore = nats.deliveries();
    }

    @AfterEach
    void disconnect() {
        nats.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST"})
    void theAnswerDoesNotFitIntoAMessage(String method) {
        // In Base64 a third longer, which is more than a message may be.
        RawAnswer answer = send(RawRequest.of(method, "/api/echo").body(new byte[900_000]));

        Problems.assertProblem(answer, 502, "answer-too-large");
        assertRunOnce();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 42, 100, 199, 600, 999})
    void theStatusIsNone(int status) {
        RawAnswer answer = send(RawRequest.get("/api/echo?status=" + status));

        Problems.assertProblem(answer, 502, "bad-answer");
        assertRunOnce();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X%20Space:value",
                "X-Nul:a%00b",
                "X-Line:a%0D%0Ab:c",
                "X-Feed:a%0Ab",
                "X-Control:a%01b",
                "X%C3%BC:value"
            })
    void aFieldIsNotValid(String header) {
        RawAnswer answer = send(RawRequest.of("DELETE", "/api/echo?header=" + header));

        Problems.assertProblem(answer, 502, "bad-answer");
        assertRunOnce();
    }

    /** That the application failed is an answer as any other. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST"})
    void theApplicationFailed(String method) {
        RawAnswer answer = send(RawRequest.of(method, "/api/echo?status=500"));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().get("deliveries").asInt()).isEqualTo(1);
        assertRunOnce();
    }

    /** Without a valid answer the client should hear so at once; it does not wait 30 s for the opposite here. */
    private static RawAnswer send(RawRequest request) {
        return request.field("Prefer", "wait=3").sendTo(proxy);
    }

    private void assertRunOnce() {
        nats.awaitStored(storedBefore);
        assertThat(nats.deliveries()).isEqualTo(deliveriesBefore + 1);
    }
}
