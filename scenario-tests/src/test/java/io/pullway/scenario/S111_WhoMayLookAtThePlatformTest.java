package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is shown the platform, and how many may look. */
final class S111_WhoMayLookAtThePlatformTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String VIEWERS = "PULLWAY_PROXY_PLATFORM_VIEWERS";
    private static final RawRequest LOOK = RawRequest.get("/api/-/platform");

    private static Platform platform;

    @BeforeAll
    static void start() {
        platform = Platform.of("S111")
                .echoes(0)
                .proxyEnvironment("PULLWAY_IDENTITY_JWKS", Tokens.jwks())
                .start();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void unlessSaidOtherwiseItIsForAdminsOnly() {
        Program proxy = platform.proxy(1);
        Problems.assertProblem(LOOK.sendTo(proxy), 401, "unauthorized");
        Problems.assertProblem(
                RawRequest.get("/api/-/platform")
                        .field("Authorization", Tokens.of("ada", "user"))
                        .sendTo(proxy),
                403,
                "forbidden");
        try (PlatformViewer viewer = new PlatformViewer(proxy, "Authorization", Tokens.admin())) {
            viewer.await("a picture", picture -> picture.path("tryPath").isNull());
        }
    }

    @Test
    void itCanOnlyBeRead() {
        RawAnswer answer = RawRequest.post("/api/-/platform", new byte[10]).sendTo(platform.proxy(1));

        Problems.assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.value("allow")).contains("GET");
    }

    @Test
    void viewersHaveThePlacesOfReadersOfEvents() {
        Program small = newProxy(Map.of(VIEWERS, "everybody", "PULLWAY_PROXY_MAX_EVENT_STREAMS", "1"));
        PlatformViewer only = new PlatformViewer(small);
        Problems.assertRetryable(LOOK.sendTo(small), 503, "overloaded");
        assertThat(only.listener().isEnded()).isFalse();

        only.close();
        Await.until(SOON, "its place is free", () -> Gauges.listeners(small) == 0);
        new PlatformViewer(small).close();
    }

    @Test
    void whereNobodyMayLookThereIsNothing() {
        Program closed = newProxy(Map.of(VIEWERS, "nobody"));
        Problems.assertProblem(
                RawRequest.get("/api/-/platform")
                        .field("Authorization", Tokens.admin())
                        .sendTo(closed),
                404,
                "no-such-resource");

        closed.process().terminate();
    }

    @Test
    void aProxyThatEndsSendsItsViewersAway() {
        Program ending = newProxy(Map.of(VIEWERS, "everybody"));
        try (PlatformViewer viewer = new PlatformViewer(ending)) {
            viewer.await("a picture", picture -> true);
            ending.process().terminate();
            Await.until(SOON, "it is sent away", () -> viewer.listener().isEnded());
            assertThat(viewer.listener().heard().getLast().data()).isEqualTo("{\"reason\":\"proxy-ends\"}");
        }
    }

    private static Program newProxy(Map<String, String> environment) {
        Program proxy = platform.newProxy(environment);
        proxy.start();
        proxy.awaitReady();
        return proxy;
    }
}
