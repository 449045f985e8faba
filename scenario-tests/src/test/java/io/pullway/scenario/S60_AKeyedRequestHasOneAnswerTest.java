package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Idempotency-Key} on POST and PATCH: one execution, and its answer for everybody who asks, at any proxy. */
final class S60_AKeyedRequestHasOneAnswerTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private static Platform platform;
    private NatsClient nats;
    private long runsBefore;

    @BeforeAll
    static void start() {
        platform = Platform.of("S60").proxies(2).echoes(2).start();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @BeforeEach
    void countRuns() {
        nats = new NatsClient(platform);
        runsBefore = nats.deliveries();
    }

    @AfterEach
    void disconnect() {
        nats.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void theSameKeyAndRequestGetTheSameAnswerFromAnyProxy(String method) {
        RawRequest request = keyed(method, "/api/echo?header=X-Made:1&header=Set-Cookie:a=b", newKey(), "the body");

        RawAnswer first = request.sendTo(platform.proxy(1));
        RawAnswer second = request.sendTo(platform.proxy(2));

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.value("x-made")).hasValue("1");
        assertThat(second.value("set-cookie")).hasValue("a=b");
        assertRuns(1);
    }

    @Test
    void aQuotedKeyAndABareOneAreTheSame() {
        String key = newKey();
        RawAnswer bare = keyed("POST", "/api/echo", key, "x").sendTo(platform.proxy(1));
        RawAnswer quoted = keyed("POST", "/api/echo", '"' + key + '"', "x").sendTo(platform.proxy(2));

        assertThat(quoted.json().get("requestId")).isEqualTo(bare.json().get("requestId"));
        assertRuns(1);
    }

    @Test
    void theSameKeyWithAnotherRequestIsRefused() {
        String key = newKey();
        keyed("POST", "/api/echo", key, "one").sendTo(platform.proxy(1));

        Problems.assertProblem(keyed("POST", "/api/echo", key, "two").sendTo(platform.proxy(2)), 422, "key-reused");
        Problems.assertProblem(keyed("PATCH", "/api/echo", key, "one").sendTo(platform.proxy(1)), 422, "key-reused");
        Problems.assertProblem(keyed("POST", "/api/echo?a=b", key, "one").sendTo(platform.proxy(1)), 422, "key-reused");
        assertRuns(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "\"no end of the string",
                "blanks in a bare key of some length",
                "a,b,c,d,e,f,g,h,i,j"
            })
    void aKeyThatIsNoneIsRefused(String key) {
        Problems.assertProblem(keyed("POST", "/api/echo", key, "x").sendTo(platform.proxy(1)), 400, "bad-key");
        assertRuns(0);
    }

    @Test
    void theKeysOfDifferentClientsNeverMeet() {
        String key = newKey();
        RawAnswer one = keyed("POST", "/api/echo", key, "x")
                .field("Authorization", "Bearer one")
                .sendTo(platform.proxy(1));
        RawAnswer other = keyed("POST", "/api/echo", key, "x")
                .field("Authorization", "Bearer other")
                .sendTo(platform.proxy(1));

        assertThat(other.json().get("requestId")).isNotEqualTo(one.json().get("requestId"));
        assertRuns(2);
    }

    @Test
    void manyAtTheSameMomentStartOneExecution() {
        RawRequest request = keyed("POST", "/api/echo?delay=300", newKey(), "x");
        List<CompletableFuture<RawAnswer>> asked = IntStream.range(0, 16)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> request.sendTo(platform.proxy(1 + i % 2)),
                        task -> Thread.ofVirtual().start(task)))
                .toList();

        assertThat(asked.stream()
                        .map(CompletableFuture::join)
                        .map(RawAnswer::text)
                        .distinct())
                .hasSize(1);
        assertRuns(1);
    }

    @Test
    void whatStillRunsIsToldAndAnsweredLater() {
        RawRequest request =
                keyed("POST", "/api/echo?delay=3000", newKey(), "x").field("Prefer", "wait=1");

        Problems.assertRetryable(request.sendTo(platform.proxy(1)), 409, "still-running");
        Await.until(SOON, "the answer", () -> request.sendTo(platform.proxy(2)).status() == 200);
        assertRuns(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 422, 500})
    void everyAnswerIsKept(int status) {
        RawRequest request = keyed("POST", "/api/echo?status=" + status, newKey(), "x");
        RawAnswer first = request.sendTo(platform.proxy(1));
        assertThat(first.status()).isEqualTo(status);
        assertThat(request.sendTo(platform.proxy(2)).text()).isEqualTo(first.text());
        assertRuns(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 503})
    void whatSaysThatNothingWasDoneIsNotKept(int status) {
        RawRequest request = keyed("POST", "/api/echo?status=" + status, newKey(), "x");
        assertThat(request.sendTo(platform.proxy(1)).status()).isEqualTo(status);
        assertThat(request.sendTo(platform.proxy(2)).status()).isEqualTo(status);
        assertRuns(2);
    }

    @Test
    void theAnswerIsThereAlthoughTheProxyThatAskedHasDied() {
        RawRequest request = keyed("POST", "/api/echo?delay=1500", newKey(), "x");
        Program dying = platform.newProxy(Map.of());
        dying.start();
        dying.awaitReady();
        try (RawHttp connection = RawHttp.connect(dying)) {
            connection.send(request.bytes());
            Await.until(SOON, "it is started", () -> nats.deliveries() == runsBefore + 1);
            dying.process().kill();
        }

        assertThat(request.sendTo(platform.proxy(2)).status()).isEqualTo(200);
        assertRuns(1);
    }

    private void assertRuns(long runs) {
        nats.awaitNothingStored();
        assertThat(nats.deliveries() - runsBefore).isEqualTo(runs);
    }

    private static RawRequest keyed(String method, String target, String key, String body) {
        return RawRequest.of(method, target)
                .field("Idempotency-Key", key)
                .field("Content-Type", "text/plain")
                .body(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }
}
