package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code GET /api/-/platform}: who is there, what each of them does, what waits. */
final class S110_ThePlatformIsSeenLiveTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SLOTS = 4;

    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.of("S110")
                .proxies(2)
                .echoes(1)
                .proxyEnvironment("PULLWAY_PROXY_PLATFORM_VIEWERS", "everybody")
                .proxyEnvironment("PULLWAY_PROXY_PLATFORM_TRY_PATH", "/echo")
                .serviceEnvironment("PULLWAY_SERVER_SLOTS", Integer.toString(SLOTS))
                .start();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void aPictureNamesProxiesStreamsAndInstances() {
        try (PlatformViewer viewer = new PlatformViewer(platform.proxy(1))) {
            JsonNode picture = viewer.await(
                    "all are heard",
                    seen -> seen.path("proxies").size() >= 2
                            && !PlatformViewer.echo(seen, "echo-1").isMissingNode());

            assertThat(viewer.listener().answer().headers().firstValue("content-type"))
                    .contains("text/event-stream");
            assertThat(picture.path("version").asInt()).isEqualTo(1);
            assertThat(picture.path("toldBy").asText()).startsWith("proxy-1-");
            assertThat(picture.at("/nats/connected").asBoolean()).isTrue();
            assertThat(picture.path("deadLetters").isNumber()).isTrue();
            assertThat(picture.path("tryPath").asText()).isEqualTo("/api/echo");
            assertThat(PlatformViewer.service(picture, "echo-service").path("resources"))
                    .extracting(JsonNode::asText)
                    .containsExactly("echo");
            assertThat(PlatformViewer.service(picture, "rating-service").path("instances"))
                    .as("a stream whose service nobody has started")
                    .isEmpty();
        }
    }

    @Test
    void requestsAreSeenInSlotsInTheQueueAndInTheFiguresOfTheirProxy() {
        try (PlatformViewer viewer = new PlatformViewer(platform.proxy(1))) {
            JsonNode before = viewer.await("it is idle", S110_ThePlatformIsSeenLiveTest::isIdle);
            // So long that what is true for two thirds of it stands in several pictures, each of which is of two
            // seconds.
            List<Call> calls =
                    IntStream.range(0, 3 * SLOTS).mapToObj(i -> Call.get(2_500)).toList();
            try (Load load = Load.of(platform.proxy(2), calls)) {
                JsonNode busy = viewer.await(
                        "all slots are taken and the rest waits",
                        seen -> running(seen, "echo-1") == SLOTS
                                && queue(seen).at("/direct/waiting").asInt() >= SLOTS);
                assertThat(queue(busy).at("/direct/inFlight").asInt()).isBetween(1, SLOTS);
                assertThat(queue(busy).path("oldestMs").asLong()).isBetween(0L, 10_000L);

                JsonNode later = viewer.await(
                        "the oldest grows old",
                        seen -> queue(seen).path("oldestMs").asLong() > 1_000);
                assertThat(PlatformViewer.echo(later, "echo-1").path("slots").asInt())
                        .isEqualTo(SLOTS);
                assertThat(load.join()).extracting(Result::ending).hasOnlyElementsOfType(Result.Answered.class);
            }
            JsonNode after = viewer.await(
                    "it is idle, and counted",
                    seen -> isIdle(seen) && answered(seen) == answered(before) + calls.size());
            assertThat(queue(after).path("oldestMs").isNull()).isTrue();
            assertThat(queue(after).path("stored").asLong()
                            - queue(before).path("stored").asLong())
                    .isEqualTo(calls.size());
            assertThat(started(after) - started(before)).isEqualTo(calls.size());
        }
    }

    @Test
    void anInstanceIsSeenComingDrainingAndGoing() {
        try (PlatformViewer viewer = new PlatformViewer(platform.proxy(2))) {
            Program second = platform.newEcho(Map.of());
            second.start();
            second.awaitReady();
            viewer.await(
                    "it has come", seen -> !PlatformViewer.echo(seen, "echo-2").isMissingNode());

            // So that both have something to do, whoever pulls first.
            List<Call> calls =
                    IntStream.range(0, 2 * SLOTS).mapToObj(i -> Call.get(3_000)).toList();
            try (Load load = Load.of(platform.proxy(1), calls)) {
                viewer.await("it works", seen -> running(seen, "echo-2") > 0);
                second.process().terminate();
                viewer.await("it drains, and still works", seen -> {
                    JsonNode echo = PlatformViewer.echo(seen, "echo-2");
                    return echo.path("draining").asBoolean()
                            && echo.path("running").asInt() > 0;
                });
                assertThat(load.join()).extracting(Result::ending).hasOnlyElementsOfType(Result.Answered.class);
            }
            viewer.await(
                    "it has gone", seen -> PlatformViewer.echo(seen, "echo-2").isMissingNode());
        }
    }

    @Test
    void howeverManyLookItIsLookedAtOnceASecondAndNotAtAllWhileNobodyDoes() {
        Program proxy = platform.proxy(2);
        Await.until(SOON, "nobody looks", () -> Gauges.listeners(proxy) == 0);
        List<PlatformViewer> viewers =
                IntStream.range(0, 100).mapToObj(i -> new PlatformViewer(proxy)).toList();
        int before = pictures(proxy);
        int first = viewers.getFirst().pictures();
        Await.until(SOON, "three more pictures", () -> viewers.getFirst().pictures() >= first + 3);
        assertThat(pictures(proxy) - before).isBetween(2, 5);
        assertThat(viewers).allMatch(viewer -> viewer.pictures() > 0);

        viewers.forEach(PlatformViewer::close);
        Await.until(SOON, "all are gone", () -> Gauges.listeners(proxy) == 0);
        // One may have begun already.
        int last = pictures(proxy) + 1;
        try (PlatformViewer other = new PlatformViewer(platform.proxy(1))) {
            Await.until(SOON, "two seconds", () -> other.pictures() > 2);
        }
        assertThat(pictures(proxy)).isLessThanOrEqualTo(last);
    }

    private static int pictures(Program proxy) {
        return Gauges.gauge(proxy, "pullway_proxy_platform_pictures_seconds_count");
    }

    /** -1 if it is not there. */
    private static int running(JsonNode picture, String instance) {
        return PlatformViewer.echo(picture, instance).path("running").asInt(-1);
    }

    private static boolean isIdle(JsonNode picture) {
        return running(picture, "echo-1") == 0
                && queue(picture).at("/direct/waiting").asInt(-1) == 0
                && queue(picture).at("/direct/inFlight").asInt(-1) == 0;
    }

    private static JsonNode queue(JsonNode picture) {
        return PlatformViewer.service(picture, "echo-service").path("queue");
    }

    private static long answered(JsonNode picture) {
        return StreamSupport.stream(picture.path("proxies").spliterator(), false)
                .mapToLong(proxy -> proxy.at("/ended/answered-2xx").asLong())
                .sum();
    }

    private static long started(JsonNode picture) {
        return StreamSupport.stream(
                        PlatformViewer.service(picture, "echo-service")
                                .path("instances")
                                .spliterator(),
                        false)
                .mapToLong(instance -> instance.path("started").asLong())
                .sum();
    }
}
