package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A proxy takes on so many requests and so many bytes, and refuses more at the door. */
@ExtendWith(SharedPlatform.class)
final class S11_BoundsWhatIsInFlightTest {
    /** Much shorter than the requests that hold a place, so that their end is not what frees it. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private static final String LONG = "/api/echo/long?delay=6000";

    private static Program oneRequest;
    private static Program oneMebibyte;

    private final Platform platform;
    private NatsClient nats;
    private NatsClient.Watch requests;

    S11_BoundsWhatIsInFlightTest(Platform platform) {
        this.platform = platform;
    }

    @BeforeAll
    static void startNarrowProxies(Platform platform) {
        oneRequest = platform.newProxy(Map.of("PULLWAY_PROXY_MAX_REQUESTS", "1"));
        oneMebibyte = platform.newProxy(Map.of("PULLWAY_PROXY_MAX_BODY_BYTES", "1M"));
        oneRequest.start();
        oneMebibyte.start();
        oneRequest.awaitReady();
        oneMebibyte.awaitReady();
    }

    @AfterAll
    static void endThem() {
        oneRequest.process().kill();
        oneMebibyte.process().kill();
    }

    @BeforeEach
    void watch() {
        nats = new NatsClient(platform);
        requests = nats.watch("http.>");
    }

    @AfterEach
    void everyPlaceIsFreeAgain() {
        nats.close();
        awaitPlace();
    }

    @Test
    void oneMoreRequestThanThereArePlacesIsRefusedAndMayComeAgain() {
        CompletableFuture<RawAnswer> first = CompletableFuture.supplyAsync(
                () -> RawRequest.get("/api/echo/first?delay=700").sendTo(oneRequest));
        requests.next();

        Problems.assertRetryable(quick(oneRequest), 503, "overloaded");
        assertThat(requests.isQuiet()).isTrue();
        assertThat(first.join().status()).isEqualTo(200);
        awaitPlace();
    }

    @Test
    void aClientThatGoesAwayFreesItsPlaceAtOnce() {
        try (RawHttp client = RawHttp.connect(oneRequest)) {
            client.send(RawRequest.get(LONG).bytes());
            requests.next();
            Problems.assertRetryable(quick(oneRequest), 503, "overloaded");
        }

        awaitPlace();
    }

    @Test
    void aClientThatGoesAwayWhileItSendsItsBodyFreesItsPlaceAtOnce() {
        RawRequest upload = RawRequest.post(LONG, new byte[100_000]).field("Expect", "100-continue");
        try (RawHttp client = RawHttp.connect(oneRequest)) {
            // Who is told to continue has a place.
            assertThat(client.send(upload.head()).read(false).status()).isEqualTo(100);
            client.send("only the beginning");
            Problems.assertRetryable(quick(oneRequest), 503, "overloaded");
        }

        awaitPlace();
        assertThat(requests.next().subject()).isEqualTo("http.echo.get.quick");
    }

    @Test
    void aClientThatCancelsItsHttp2RequestFreesItsPlaceAtOnce() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            // Makes the connection, which stays open afterwards: what is cancelled is one stream of it.
            client.send(http2("/api/echo/quick"), HttpResponse.BodyHandlers.discarding());
            requests.next();
            CompletableFuture<HttpResponse<Void>> answer =
                    client.sendAsync(http2(LONG), HttpResponse.BodyHandlers.discarding());
            requests.next();
            Problems.assertRetryable(quick(oneRequest), 503, "overloaded");

            answer.cancel(true);

            awaitPlace();
        }
    }

    @Test
    void requestsThatWaitInTheSameConnectionTakeOnePlaceAfterTheOther() {
        try (RawHttp client = RawHttp.connect(oneRequest)) {
            client.send(RawRequest.get("/api/echo/1?delay=100").bytes())
                    .send(RawRequest.get("/api/echo/2").bytes());

            assertThat(client.read(false).status()).isEqualTo(200);
            assertThat(client.read(false).status()).isEqualTo(200);
        }
    }

    @Test
    void moreBytesOfBodiesThanThereIsRoomForAreRefusedAndMayComeAgain() {
        byte[] body = Octets.repeating(600_000);
        CompletableFuture<RawAnswer> first = CompletableFuture.supplyAsync(
                () -> RawRequest.post("/api/echo/first?raw=1&delay=700", body).sendTo(oneMebibyte));
        requests.next();

        Problems.assertRetryable(
                RawRequest.post("/api/echo/second?raw=1", body).sendTo(oneMebibyte), 503, "overloaded");
        assertThat(quick(oneMebibyte).status()).isEqualTo(200);
        assertThat(first.join().body()).isEqualTo(body);
        // A client can have read its answer before the proxy knows that it is written.
        Await.until(
                AT_ONCE,
                "there is room",
                () -> Arrays.equals(
                        body,
                        RawRequest.post("/api/echo/third?raw=1", body)
                                .sendTo(oneMebibyte)
                                .body()));
    }

    @Test
    void whatIsAnnouncedAndDoesNotComeTakesNoRoom() {
        RawRequest upload =
                RawRequest.post("/api/echo/never?raw=1", new byte[600_000]).field("Expect", "100-continue");
        try (RawHttp one = RawHttp.connect(oneMebibyte);
                RawHttp another = RawHttp.connect(oneMebibyte)) {
            assertThat(one.send(upload.head()).read(false).status()).isEqualTo(100);
            assertThat(another.send(upload.head()).read(false).status()).isEqualTo(100);

            byte[] body = Octets.repeating(600_000);
            assertThat(RawRequest.post("/api/echo/comes?raw=1", body)
                            .sendTo(oneMebibyte)
                            .body())
                    .isEqualTo(body);
        }
    }

    private static void awaitPlace() {
        Await.until(AT_ONCE, "the place is free", () -> quick(oneRequest).status() == 200);
    }

    private static RawAnswer quick(Program proxy) {
        return RawRequest.get("/api/echo/quick").sendTo(proxy);
    }

    private static HttpRequest http2(String target) {
        return HttpRequest.newBuilder(oneRequest.uri().resolve(target))
                .version(HttpClient.Version.HTTP_2)
                .build();
    }
}
