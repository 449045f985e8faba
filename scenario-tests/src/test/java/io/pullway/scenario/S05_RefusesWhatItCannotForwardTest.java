package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that cannot or must not be forwarded is answered by the proxy, which says why. */
@ExtendWith(SharedPlatform.class)
final class S05_RefusesWhatItCannotForwardTest {
    private final Platform platform;
    private final Program proxy;

    S05_RefusesWhatItCannotForwardTest(Platform platform) {
        this.platform = platform;
        this.proxy = platform.proxy(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FOO", "get", "PROPFIND"})
    void aMethodThatIsNotForwardedIs501(String method) {
        Problems.assertProblem(RawRequest.of(method, "/api/echo").sendTo(proxy), 501, "method-not-implemented");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "QUERY"})
    void aKnownMethodThatIsNotForwardedIs405WithThoseThatAre(String method) {
        RawAnswer answer = RawRequest.of(method, "/api/echo").sendTo(proxy);

        Problems.assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.values("allow")).containsExactly("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/echo", "shop.example:443"})
    void connectIs501(String target) {
        Problems.assertProblem(RawRequest.of("CONNECT", target).sendTo(proxy), 501, "method-not-implemented");
    }

    @Test
    void optionsOfTheWholeServerIs501() {
        Problems.assertProblem(RawRequest.of("OPTIONS", "*").sendTo(proxy), 501, "method-not-implemented");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/echo/a%2Fb",
                "/api/echo/a%2fb",
                "/api/echo/a%5Cb",
                "/api/echo/a\\b",
                "/api/echo/a%00",
                "/api/ec%2Fho",
                "/api/echo/..",
                "/api/echo/../x",
                "/api/echo/.",
                "/api/echo/./x",
                "/api/echo/%2e%2E/x",
                "/api/echo/%2E",
                "/api/echo/.%2e",
                "/api/../api/echo",
                "/api/echo/%",
                "/api/echo/%4",
                "/api/echo/%zz",
                "/api/echo/%4g/x",
                "/api/echo/a#b",
            })
    void aPathThatCouldMeanAnotherIs400(String target) {
        Problems.assertProblem(RawRequest.get(target).sendTo(proxy), 400, "bad-target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api//x", "/api/?x=1", "/api?x=1", "/api//"})
    void aPathWithoutAResourceIs404(String target) {
        Problems.assertProblem(RawRequest.get(target).sendTo(proxy), 404, "no-such-resource");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nothere", "/api/nothere/5?x=1", "/api/Echo", "/api/echo2", "/api/ech"})
    void aResourceThatNoServiceHasIs404(String target) {
        Problems.assertProblem(RawRequest.get(target).sendTo(proxy), 404, "no-such-resource");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/echo",
                "/apix/echo",
                "/API/echo",
                "/q/health",
                "/q/metrics",
                "//api/echo",
                "/%61pi/echo",
                "http://shop.example",
                "http://shop.example/"
            })
    void aPathOutsideOfTheApiIs404(String target) {
        Problems.assertProblem(RawRequest.get(target).sendTo(proxy), 404, "no-such-resource");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/-/requests/echo/1", "/api/-", "/api/-/anything"})
    void thePathsOfThePlatformItselfNeverReachAService(String target) {
        try (NatsClient nats = new NatsClient(platform)) {
            NatsClient.Watch requests = nats.watch("http.>");

            assertThat(RawRequest.get(target).sendTo(proxy).status()).isEqualTo(404);
            // A request that does go there, so that one before it would have been seen.
            assertThat(RawRequest.get("/api/echo/last").sendTo(proxy).status()).isEqualTo(200);
            assertThat(requests.next().subject()).isEqualTo("http.echo.get.last");
        }
    }

    @Test
    void aRefusedHeadHasNoBody() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            RawAnswer refused = connection
                    .send(RawRequest.of("HEAD", "/api/nothere").bytes())
                    .read(true);
            RawAnswer next =
                    connection.send(RawRequest.get("/api/echo/next").bytes()).read(false);

            assertThat(refused.status()).isEqualTo(404);
            assertThat(next.echoed().target()).isEqualTo("/echo/next");
        }
    }

    @Test
    void aRefusedRequestsBodyIsNotTakenForTheNextRequest() {
        try (RawHttp connection = RawHttp.connect(proxy)) {
            byte[] smuggled = RawRequest.get("/api/echo/smuggled").bytes();
            RawAnswer refused = connection
                    .send(RawRequest.post("/api/nothere", smuggled).bytes())
                    .read(false);
            RawAnswer next =
                    connection.send(RawRequest.get("/api/echo/next").bytes()).read(false);

            assertThat(refused.status()).isEqualTo(404);
            assertThat(next.echoed().target()).isEqualTo("/echo/next");
        }
    }

    @Test
    void everyRefusalHasAnInstanceOfItsOwn() {
        String first = instance(RawRequest.get("/api/nothere").sendTo(proxy));
        String second = instance(RawRequest.get("/api/nothere").sendTo(proxy));

        assertThat(first).isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/echo/a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/echo HTTP/1.1\r\nHost: a\r\nX A: 1\r\n\r\n",
                "GET /api/echo HTTP/1.1\r\nHost: a\r\nX-A : 1\r\n\r\n",
                "GET /api/echo HTTP/1.1\r\nHost: a\r\nX-A: a\u0000b\r\n\r\n",
                "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "POST /api/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void whatIsNotHttpIs400AndReachesNobody(String bytes) {
        try (NatsClient nats = new NatsClient(platform);
                RawHttp connection = RawHttp.connect(proxy)) {
            NatsClient.Watch requests = nats.watch("http.>");

            assertThat(connection.send(bytes).read(false).status()).isEqualTo(400);
            assertThat(RawRequest.get("/api/echo/last").sendTo(proxy).status()).isEqualTo(200);
            assertThat(requests.next().subject()).isEqualTo("http.echo.get.last");
        }
    }

    /** The HTTP parser closes before any route hears of it: docs/outcomes.md. */
    @Test
    void aChunkThatIsNoneEndsTheConnectionAndReachesNobody() {
        try (NatsClient nats = new NatsClient(platform);
                RawHttp connection = RawHttp.connect(proxy)) {
            NatsClient.Watch requests = nats.watch("http.>");

            connection.send("POST /api/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n");

            assertThatThrownBy(() -> connection.read(false)).hasMessageContaining("ended");
            assertThat(RawRequest.get("/api/echo/last").sendTo(proxy).status()).isEqualTo(200);
            assertThat(requests.next().subject()).isEqualTo("http.echo.get.last");
        }
    }

    private static String instance(RawAnswer answer) {
        return answer.json().get("instance").asText();
    }
}
