package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever form of HTTP a client speaks, the service hears the same request. */
@ExtendWith(SharedPlatform.class)
final class S03_SpeaksEveryHttpTest {
    private static final byte[] BODY = Octets.all(20);

    private final Program proxy;

    S03_SpeaksEveryHttpTest(Platform platform) {
        this.proxy = platform.proxy(1);
    }

    @Test
    void aBodyInChunksArrivesWhole() {
        Echoed echoed = RawRequest.of("POST", "/api/echo")
                .chunked(BODY, 7)
                .sendTo(proxy)
                .echoed();

        assertThat(echoed.body()).isEqualTo(BODY);
        assertThat(echoed.names()).doesNotContain("transfer-encoding");
    }

    @Test
    void trailersAndExtensionsOfChunksAreNotTakenForTheBody() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            RawAnswer answer = connection
                    .send("POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                            + "3;ext=1\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n")
                    .readFinal(false);

            assertThat(answer.echoed().body()).asString().isEqualTo("abc");
            assertThat(answer.echoed().names()).doesNotContain("x-sum", "trailer");
        }
    }

    @Test
    void whoeverExpectsToBeToldToContinueIsTold() {
        RawRequest post = RawRequest.post("/api/echo", BODY).field("Expect", "100-continue");
        try (RawHttp connection = RawHttp.connect(proxy)) {
            RawAnswer interim = connection.send(post.head()).read(false);
            RawAnswer answer = connection.send(BODY).read(false);

            assertThat(interim.status()).isEqualTo(100);
            assertThat(answer.echoed().body()).isEqualTo(BODY);
            assertThat(answer.echoed().names()).doesNotContain("expect");
        }
    }

    @Test
    void http10IsAnsweredAndTheConnectionClosed() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            RawAnswer answer = connection
                    .send("POST /api/echo/old HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc")
                    .read(false);

            assertThat(answer.echoed().target()).isEqualTo("/echo/old");
            assertThat(answer.echoed().body()).asString().isEqualTo("abc");
            assertThat(answer.names()).doesNotContain("transfer-encoding");
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void oneConnectionCarriesManyRequests() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            for (int i = 0; i < 20; i++) {
                RawAnswer answer = connection
                        .send(RawRequest.post("/api/echo/" + i, BODY).bytes())
                        .read(false);

                assertThat(answer.echoed().target()).isEqualTo("/echo/" + i);
            }
        }
    }

    @Test
    void theConnectionIsClosedAfterTheAnswerIfTheClientWantsThat() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            RawAnswer answer = connection
                    .send(RawRequest.get("/api/echo")
                            .field("Connection", "close")
                            .bytes())
                    .read(false);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void requestsThatWereSentWithoutWaitingAreAnsweredInTheirOrder() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            // The first is the slowest, so that answers in the order of their coming would be noticed.
            connection.send(RawRequest.get("/api/echo/0?delay=400").bytes());
            for (int i = 1; i < 10; i++) {
                connection.send(RawRequest.post("/api/echo/" + i, BODY).bytes());
            }
            for (int i = 0; i < 10; i++) {
                assertThat(connection.read(false).echoed().target()).startsWith("/echo/" + i);
            }
        }
    }

    @Test
    void aTargetInAbsoluteFormIsForwardedInOriginForm() {
        RawAnswer answer =
                RawRequest.get("http://other.example:81/api/echo/a?b=c").sendTo(proxy);

        assertThat(answer.echoed().target()).isEqualTo("/echo/a?b=c");
        // RFC 9112 section 3.2.2: the target's host counts, not the field.
        assertThat(answer.echoed().values("host")).containsExactly("other.example:81");
    }

    @Test
    void http2CarriesMethodTargetFieldsAndBody() throws Exception {
        try (HttpClient client = http2()) {
            // Makes the connection: this first request still starts as HTTP/1.1 and asks for the upgrade.
            client.send(http2Get("/api/echo"), HttpResponse.BodyHandlers.discarding());

            assertThat(assertCarriedWhole(client)).isEqualTo(HttpClient.Version.HTTP_2);
        }
    }

    @Test
    void aRequestThatAsksForTheUpgradeToHttp2IsCarriedLikeAnyOther() throws Exception {
        try (HttpClient client = http2()) {
            // It repeats a field, so the wish is declined: UpgradeGuard says why.
            assertThat(assertCarriedWhole(client)).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void http2BringsBackStatusFieldsAndBody() throws Exception {
        try (HttpClient client = http2()) {
            HttpRequest request = HttpRequest.newBuilder(proxy.uri()
                            .resolve("/api/echo?raw=1&status=418&header=Set-Cookie:a%3D1&header=Set-Cookie:b%3D2"))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(BODY))
                    .build();
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(418);
            assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
            assertThat(answer.body()).isEqualTo(BODY);
        }
    }

    @Test
    void http2AnswersTheQuickRequestBeforeTheSlowOneOfTheSameConnection() throws Exception {
        try (HttpClient client = http2()) {
            // Makes the connection, which the next ones then share.
            client.send(http2Get("/api/echo"), HttpResponse.BodyHandlers.discarding());
            CompletableFuture<Long> slow = finished(client, "/api/echo?delay=1500");
            List<CompletableFuture<Long>> quick = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                quick.add(finished(client, "/api/echo/" + i));
            }

            for (CompletableFuture<Long> each : quick) {
                assertThat(each.get()).isLessThan(slow.get());
            }
        }
    }

    @Test
    void aHeadOverHttp2HasItsLengthAndNoBody() throws Exception {
        try (HttpClient client = http2()) {
            HttpRequest head = HttpRequest.newBuilder(proxy.uri().resolve("/api/echo?raw=1"))
                    .method("HEAD", HttpRequest.BodyPublishers.ofString("twelve bytes", StandardCharsets.UTF_8))
                    .build();
            HttpResponse<byte[]> answer = client.send(head, HttpResponse.BodyHandlers.ofByteArray());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.headers().firstValue("content-length")).contains("12");
            assertThat(answer.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/-/openapi", "/api/-/docs", "/api/%00"})
    void whatTheProxyAnswersItselfToAHeadOverHttp2HasItsLengthAndNoBody(String target) throws Exception {
        try (HttpClient client = http2()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(proxy.uri().resolve(target));
            HttpResponse<byte[]> get = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            HttpResponse<byte[]> head = client.send(request.HEAD().build(), HttpResponse.BodyHandlers.ofByteArray());

            assertThat(head.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(head.statusCode()).isEqualTo(get.statusCode());
            assertThat(head.headers().firstValue("content-length")).contains(Integer.toString(get.body().length));
            assertThat(head.body()).isEmpty();
        }
    }

    private HttpClient.Version assertCarriedWhole(HttpClient client) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(proxy.uri().resolve("/api/echo/two?x=1&x=2"))
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(BODY))
                .header("X-Two", "a")
                .header("X-Two", "b")
                .build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        Echoed echoed = new RawAnswer("HTTP/2 " + answer.statusCode(), List.of(), answer.body()).echoed();

        assertThat(echoed.method()).isEqualTo("PATCH");
        assertThat(echoed.target()).isEqualTo("/echo/two?x=1&x=2");
        assertThat(echoed.values("host")).containsExactly("127.0.0.1:" + proxy.port());
        assertThat(echoed.names()).noneMatch(name -> name.startsWith(":") || name.startsWith("http2-"));
        assertThat(echoed.body()).isEqualTo(BODY);
        assertThat(echoed.values("x-two")).containsExactly("a", "b");
        return answer.version();
    }

    private static HttpClient http2() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    private HttpRequest http2Get(String target) {
        return HttpRequest.newBuilder(proxy.uri().resolve(target)).build();
    }

    private CompletableFuture<Long> finished(HttpClient client, String target) {
        return client.sendAsync(http2Get(target), HttpResponse.BodyHandlers.discarding())
                .thenApply(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(200);
                    return System.nanoTime();
                });
    }
}
