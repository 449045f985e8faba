package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Prefer: respond-async} (RFC 7240): 202, and the answer at a status resource of every proxy. */
final class S61_AnAsynchronousRequestIsAnsweredLaterTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.of("S61").proxies(2).echoes(1).start();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
    void theAnswerIsAtTheStatusResourceOfEveryProxy(String method) {
        RawAnswer accepted =
                later(method, "/api/echo?delay=500&header=X-Made:1&status=201").sendTo(platform.proxy(1));

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.value("preference-applied")).hasValue("respond-async");
        String location = accepted.value("location").orElseThrow();
        assertThat(location).startsWith("/api/-/requests/echo/");
        RawAnswer answer = awaitAnswer(location, platform.proxy(2));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.value("x-made")).hasValue("1");
        assertThat(answer.json().get("method").asText()).isEqualTo(method);
        assertThat(RawRequest.get(location).sendTo(platform.proxy(1)).text()).isEqualTo(answer.text());
    }

    @Test
    void theAnswerToAHeadRequestHasNoContent() {
        RawAnswer accepted =
                later("HEAD", "/api/echo?header=X-Made:1&status=201").sendTo(platform.proxy(1));
        assertThat(accepted.status()).isEqualTo(202);

        RawAnswer answer = awaitAnswer(accepted.value("location").orElseThrow(), platform.proxy(2));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.value("x-made")).hasValue("1");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void untilThenTheStatusIsPending() {
        String location = later("POST", "/api/echo?delay=2000")
                .sendTo(platform.proxy(1))
                .value("location")
                .orElseThrow();

        RawAnswer pending = RawRequest.get(location).sendTo(platform.proxy(2));
        assertThat(pending.status()).isEqualTo(202);
        assertThat(pending.json().get("status").asText()).isIn("queued", "running");
        assertThat(pending.value("retry-after")).isPresent();
        assertThat(awaitAnswer(location, platform.proxy(2)).status()).isEqualTo(200);
    }

    @Test
    void whatIsAnsweredInTheTimeThatTheClientWaitsIsAnsweredDirectly() {
        RawAnswer answer = RawRequest.post("/api/echo?delay=300", new byte[0])
                .field("Prefer", "respond-async, wait=10")
                .sendTo(platform.proxy(1));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("deliveries").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsNotAnsweredInThatTimeIsAcceptedAndAnsweredLater() {
        RawAnswer accepted = RawRequest.post("/api/echo?delay=3000", new byte[0])
                .field("Prefer", "respond-async, wait=1")
                .sendTo(platform.proxy(1));
        assertThat(accepted.status()).isEqualTo(202);

        RawAnswer answer = awaitAnswer(accepted.value("location").orElseThrow(), platform.proxy(2));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("deliveries").asInt()).isEqualTo(1);
    }

    @Test
    void onlyTheSameClientSeesIt() {
        String location = later("GET", "/api/echo")
                .field("Authorization", "Bearer mine")
                .sendTo(platform.proxy(1))
                .value("location")
                .orElseThrow();

        Problems.assertProblem(RawRequest.get(location).sendTo(platform.proxy(1)), 404, "no-such-request");
        Await.until(
                SOON,
                "the answer for who asked",
                () -> RawRequest.get(location)
                                .field("Authorization", "Bearer mine")
                                .sendTo(platform.proxy(2))
                                .status()
                        == 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/-/requests/echo/none", "/api/-/requests/echo", "/api/-/requests/", "/api/-/requests/a.b/c"
            })
    void whatIsNoRequestIsNotFound(String target) {
        Problems.assertProblem(RawRequest.get(target).sendTo(platform.proxy(1)), 404, "no-such-request");
    }

    @Test
    void anIdThatNobodyHasIsNotFound() {
        Problems.assertProblem(
                RawRequest.get("/api/-/requests/echo/" + UUID.randomUUID()).sendTo(platform.proxy(1)),
                404,
                "no-such-request");
    }

    @Test
    void aStatusCanOnlyBeRead() {
        RawAnswer answer = RawRequest.of("DELETE", "/api/-/requests/echo/" + UUID.randomUUID())
                .sendTo(platform.proxy(1));
        Problems.assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.value("allow")).hasValue("GET, HEAD");
    }

    @Test
    void itWaitsForAnInstanceWhereNobodyIsThere() {
        try (Platform empty = Platform.of("S61-empty").proxies(1).echoes(0).start()) {
            String location = later("POST", "/api/echo")
                    .sendTo(empty.proxy(1))
                    .value("location")
                    .orElseThrow();
            assertThat(RawRequest.get(location).sendTo(empty.proxy(1)).status()).isEqualTo(202);

            empty.newEcho(Map.of()).start();

            assertThat(awaitAnswer(location, empty.proxy(1)).status()).isEqualTo(200);
        }
    }

    private static RawAnswer awaitAnswer(String location, Program proxy) {
        Await.until(
                SOON, "the answer", () -> RawRequest.get(location).sendTo(proxy).status() != 202);
        return RawRequest.get(location).sendTo(proxy);
    }

    private static RawRequest later(String method, String target) {
        return RawRequest.of(method, target).field("Prefer", "respond-async");
    }
}
