package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases in which the other gateways between HTTP and NATS were seen to hang, to drop or to mix up requests. */
final class S07_AnswersWhereOtherGatewaysDoNotTest {
    private static Platform platform;
    private static Program proxy;

    private NatsClient nats;

    @BeforeAll
    static void start() {
        // A dead instance's work comes back after 2 s instead of 10: the tests wait for that.
        platform = Platform.of("S07")
                .streams(text -> text.replace("ackWait: 10s", "ackWait: 2s"))
                .start();
        proxy = platform.proxy(1);
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @BeforeEach
    void connect() {
        nats = new NatsClient(platform);
    }

    @AfterEach
    void disconnect() {
        nats.close();
    }

    @Test
    void nobodyAnswers() {
        // The rating service has its stream, but no instance runs here. Before the proxy has watched for 5 s, 504.
        RawAnswer answer = Await.value(
                Duration.ofSeconds(15),
                "it is refused at once",
                () -> Optional.of(RawRequest.get("/api/users")
                                .field("Prefer", "wait=1")
                                .sendTo(proxy))
                        .filter(refused -> refused.status() == 503));

        Problems.assertRetryable(answer, 503, "no-instance");
    }

    @Test
    void theBodyIsNotJson() {
        Echoed echoed = RawRequest.post("/api/echo", "{not json\0".getBytes(StandardCharsets.UTF_8))
                .field("Content-Type", "application/json")
                .sendTo(proxy)
                .echoed();

        assertThat(echoed.body()).asString().isEqualTo("{not json\0");
    }

    @Test
    void aFieldHoldsMoreThanAscii() {
        String utf8 = new String("Grüße, 日本".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        Echoed echoed = RawRequest.get("/api/echo")
                .field("X-Greeting", utf8)
                .sendTo(proxy)
                .echoed();

        assertThat(echoed.values("x-greeting")).containsExactly(utf8);
    }

    @Test
    void aQueryNamesTheSameKeyTwice() {
        assertThat(target("/echo?a=1&a=2")).isEqualTo("/echo?a=1&a=2");
    }

    @Test
    void aDotIsNoSlash() {
        assertThat(subjectOf("/echo/a.b")).isEqualTo("http.echo.get.a%2Eb");
        assertThat(subjectOf("/echo/a%2Eb")).isEqualTo("http.echo.get.a%2Eb");
        assertThat(subjectOf("/echo/a/b")).isEqualTo("http.echo.get.a.b");
    }

    @Test
    void wildcardsOfNatsAreOrdinaryCharacters() {
        assertThat(subjectOf("/echo/*")).isEqualTo("http.echo.get.%2A");
        assertThat(subjectOf("/echo/>")).isEqualTo("http.echo.get.%3E");
    }

    @Test
    void aSegmentIsEmpty() {
        assertThat(subjectOf("/echo/a/")).isEqualTo("http.echo.get.a.%");
        assertThat(subjectOf("/echo/a//b")).isEqualTo("http.echo.get.a.%.b");
        assertThat(subjectOf("/echo/a/b")).isEqualTo("http.echo.get.a.b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/echo/a%20b", "/echo/%0D%0APUB%20x%200", "/echo/%09", "/echo/%20"})
    void aPathHoldsASpaceOrLineEndAndNobodyElsesRequestIsLost(String path) {
        CompletableFuture<RawAnswer> other = CompletableFuture.supplyAsync(
                () -> RawRequest.get("/api/echo/other?delay=500").sendTo(proxy));

        assertThat(target(path)).isEqualTo(path);
        assertThat(other.join().echoed().target()).isEqualTo("/echo/other?delay=500");
    }

    @Test
    void theSameRequestIdIsUsedTwice() {
        CompletableFuture<RawAnswer> slow = CompletableFuture.supplyAsync(() -> RawRequest.get("/api/echo/1?delay=500")
                .field("X-Request-Id", "same")
                .sendTo(proxy));
        Echoed quick = RawRequest.get("/api/echo/2")
                .field("X-Request-Id", "same")
                .sendTo(proxy)
                .echoed();
        Echoed again = RawRequest.get("/api/echo/2")
                .field("X-Request-Id", "same")
                .sendTo(proxy)
                .echoed();

        assertThat(quick.target()).isEqualTo("/echo/2");
        assertThat(slow.join().echoed().target()).isEqualTo("/echo/1?delay=500");
        assertThat(again.requestId()).isNotEqualTo(quick.requestId());
        assertThat(again.values("x-request-id")).containsExactly("same");
    }

    @Test
    void theWorkerIsKilledInTheMiddleOfWhatMayRunAgain() {
        RawAnswer answer = answerAfterKilling(RawRequest.of("PUT", "/api/echo?delay=1000"));

        assertThat(answer.echoed().deliveries()).isEqualTo(2);
    }

    @Test
    void theWorkerIsKilledInTheMiddleOfWhatMustNotRunAgain() {
        RawAnswer answer = answerAfterKilling(RawRequest.of("POST", "/api/echo?delay=1000"));

        Problems.assertProblem(answer, 502, "outcome-unknown");
        nats.awaitNothingStored();
    }

    @Test
    void theBodyHasOneAndAHalfMegabytes() {
        RawAnswer answer = RawRequest.post("/api/echo", new byte[1_500_000]).sendTo(proxy);

        Problems.assertProblem(answer, 413, "body-too-large");
    }

    @Test
    void natsIsAway() {
        nats.close();
        platform.nats().stop();
        // A request that is sent before the proxy has noticed may have been stored: that one is told so (504).
        RawAnswer meanwhile = Await.value(
                Duration.ofSeconds(10),
                "requests are refused",
                () -> Optional.of(ofOneSecond()).filter(answer -> answer.status() == 503));
        platform.nats().start();

        Problems.assertRetryable(meanwhile, 503, "not-accepted");
        Await.until(
                Duration.ofSeconds(10),
                "requests are answered again",
                () -> ofOneSecond().status() == 200);
    }

    /** Kills the service once it has the request, and starts it again. */
    private RawAnswer answerAfterKilling(RawRequest request) {
        Program echo = platform.echo(1);
        long before = nats.deliveries();
        CompletableFuture<RawAnswer> answer = CompletableFuture.supplyAsync(() -> request.sendTo(proxy));
        Await.until(Duration.ofSeconds(5), "it is delivered", () -> nats.deliveries() > before);
        echo.process().kill();
        echo.start();
        RawAnswer answered = answer.join();
        echo.awaitReady();
        return answered;
    }

    private static RawAnswer ofOneSecond() {
        return RawRequest.get("/api/echo").field("Prefer", "wait=1").sendTo(proxy);
    }

    private String subjectOf(String path) {
        NatsClient.Watch requests = nats.watch("http.>");
        assertThat(target(path)).isEqualTo(path);
        return requests.next().subject();
    }

    private static String target(String path) {
        return RawRequest.get("/api" + path).sendTo(proxy).echoed().target();
    }
}
