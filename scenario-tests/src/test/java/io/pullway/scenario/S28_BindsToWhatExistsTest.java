package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A service never creates its stream: it waits for it, and says what would create it. */
final class S28_BindsToWhatExistsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void aServiceWaitsForItsStreamAndThenServes() throws Exception {
        try (Platform platform = withoutItsStream("S28-waits")) {
            Program echo = platform.newEcho(Map.of());
            echo.start();
            echo.process().awaitLine("event=not-bound", SOON);
            echo.process().awaitHttp(echo.management("/q/health/live"), SOON);
            assertThat(statusOf(echo, "/q/health/ready")).isEqualTo(503);

            platform.applyStreams(UnaryOperator.identity());

            echo.awaitReady();
            assertThat(Result.failed(Load.run(List.of(platform.proxy(1)), 1, 5, Call::get)))
                    .isEmpty();
        }
    }

    @Test
    void withoutAStreamItStopsWithTheCommandThatWouldCreateIt() {
        try (Platform platform = withoutItsStream("S28-stops")) {
            Program echo = platform.newEcho(Map.of("PULLWAY_SERVER_BIND_TIMEOUT", "3s"));
            echo.start();

            assertThat(echo.process().awaitExit(SOON)).isEqualTo(1);
            assertThat(echo.output().lines().filter(line -> line.contains("event=gave-up")))
                    .singleElement()
                    .asString()
                    .contains("'echo-service'")
                    .contains("pullway apply k8s/base/streams/echo-service.yaml");
        }
    }

    @Test
    void withoutNatsItStopsAndSaysWhere() {
        try (Platform platform = withoutItsStream("S28-alone")) {
            platform.nats().stop();
            Program echo = platform.newEcho(Map.of("PULLWAY_SERVER_BIND_TIMEOUT", "3s"));
            echo.start();

            assertThat(echo.process().awaitExit(SOON)).isEqualTo(1);
            assertThat(echo.output().lines().filter(line -> line.contains("event=gave-up")))
                    .singleElement()
                    .asString()
                    .contains("NATS");
        }
    }

    /** What is declared is named otherwise. */
    private static Platform withoutItsStream(String name) {
        return Platform.of(name)
                .echoes(0)
                .streams(text -> text.replace("echo-service", "other-service").replace(".echo.>", ".other.>"))
                .start();
    }

    private static int statusOf(Program program, String path) throws Exception {
        HttpRequest get = HttpRequest.newBuilder(program.management(path)).build();
        return HttpClient.newHttpClient().send(get, BodyHandlers.discarding()).statusCode();
    }
}
