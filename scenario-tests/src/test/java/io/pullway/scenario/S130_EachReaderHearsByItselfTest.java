package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Live events over HTTP/2: several tabs of a browser read over one connection, each its own topic, at its own pace and as
 * long as it may.
 */
final class S130_EachReaderHearsByItselfTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Each stream of the JDK's client takes 16 MiB unread, its connection 32 MiB. */
    private static final String MUCH = "x".repeat(100_000);

    private static final int TOO_MUCH = 400;

    private static Platform platform;
    private static EventsOfEcho events;

    /** Listens from the first test to the last, and nothing happens there. */
    private static PacedReader quiet;

    private HttpClient client;

    @BeforeAll
    static void start() {
        platform = Platform.of("S130")
                .proxyEnvironment("PULLWAY_PROXY_EVENT_CHECK_INTERVAL", "1s")
                .start();
        events = new EventsOfEcho(platform);
        quiet = read(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), "echo/quiet");
    }

    @AfterAll
    static void stop() {
        events.close();
        platform.close();
    }

    @BeforeEach
    void connect() throws Exception {
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        // Makes the connection, by an upgrade; those that follow share it.
        client.send(
                HttpRequest.newBuilder(platform.proxy(1).uri().resolve("/api/echo"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    @AfterEach
    void disconnect() {
        client.shutdownNow();
        Await.until(SOON, "they are gone", () -> {
            // Who has gone is noticed when something is written to it.
            events.tell("nobody", "x");
            return listeners() == 0;
        });
    }

    @Test
    void eachHearsItsOwnTopic() {
        PacedReader one = read("echo/1");
        PacedReader two = read("echo/2");
        PacedReader all = read("echo");

        events.tell("1", "of 1");
        events.tell("2", "of 2");

        Await.until(
                SOON,
                "all hear",
                () -> all.data().size() == 2
                        && one.data().size() == 1
                        && two.data().size() == 1);
        assertThat(all.data()).containsExactly("of 1", "of 2");
        assertThat(one.data()).containsExactly("of 1");
        assertThat(two.data()).containsExactly("of 2");
    }

    @Test
    void oneThatGoesTakesNobodyAlong() {
        PacedReader leaving = read("echo");
        PacedReader staying = read("echo");

        leaving.leave();
        Await.until(SOON, "one is left", () -> listeners() == 1);
        events.tell("1", "later");

        Await.until(SOON, "it hears", () -> staying.data().contains("later"));
    }

    @Test
    void oneThatDoesNotReadIsCutOffWithAReasonAndHoldsUpNobody() {
        PacedReader slow = read("echo/much");
        PacedReader quick = read("echo/much");
        slow.pause();

        int told = 0;
        while (listeners() == 2) {
            assertThat(told).as("bounded by what the client takes unread").isLessThan(TOO_MUCH);
            events.tell("much", MUCH);
            told++;
            int until = told;
            // Told faster than it hears, it would be too slow itself.
            Await.until(SOON, "the quick one hears it", () -> heard(quick) == until);
        }

        slow.resume();
        Await.until(SOON, "the slow one is told", slow::isEnded);
        assertThat(slow.lines()).contains("event: cut", "data: {\"reason\":\"too-slow\"}");
        assertThat(cut("too-slow")).isEqualTo(1);
        events.tell("much", "afterwards");
        Await.until(SOON, "the quick one hears on", () -> quick.data().contains("afterwards"));
    }

    private static long heard(PacedReader reader) {
        return reader.lines().stream().filter(line -> line.startsWith("data: ")).count();
    }

    @Test
    void oneWhoseRightEndsIsSentAwayAndTheOthersHearOn() {
        PacedReader allowed = read("echo");
        PacedReader expiring = read("echo&until=" + (System.currentTimeMillis() + 2_500));
        events.tell("1", "before");
        Await.until(
                SOON,
                "both hear",
                () -> allowed.data().contains("before") && expiring.data().contains("before"));

        Await.until(SOON, "it is sent away", expiring::isEnded);
        events.tell("1", "after");
        Await.until(SOON, "the other hears", () -> allowed.data().contains("after"));

        assertThat(expiring.lines()).contains("event: cut");
        assertThat(expiring.data()).containsExactly("before", "{\"reason\":\"not-allowed\"}");
        assertThat(cut("not-allowed")).isEqualTo(1);
    }

    @Test
    void oneThatHearsNothingIsToldThatItsConnectionLives() {
        // Every 15 s.
        Await.until(SOON, "it is told", () -> quiet.lines().contains(":"));

        assertThat(quiet.data()).isEmpty();
        assertThat(quiet.isEnded()).isFalse();
    }

    /** But the quiet one. */
    private static int listeners() {
        return Gauges.listeners(platform.proxy(1)) - 1;
    }

    private static int cut(String reason) {
        return Gauges.sum(platform.proxy(1), "pullway_proxy_event_streams_cut_total", "reason=\"" + reason + "\"");
    }

    private PacedReader read(String topic) {
        PacedReader reader = read(client, topic);
        assertThat(reader.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return reader;
    }

    private static PacedReader read(HttpClient client, String topic) {
        PacedReader reader = PacedReader.of(client, platform.proxy(1).uri().resolve("/api/-/events?topic=" + topic));
        Await.until(SOON, "it listens", () -> reader.lines().stream().anyMatch(line -> line.startsWith("id: ")));
        return reader;
    }
}
