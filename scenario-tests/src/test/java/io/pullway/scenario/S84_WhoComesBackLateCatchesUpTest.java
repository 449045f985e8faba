package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever was away for long is told all that he missed, at a price that proxy and JetStream know beforehand. */
@Timeout(120)
final class S84_WhoComesBackLateCatchesUpTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    /** 16 MB: more than a socket takes in that nobody reads. */
    private static final int MISSED = 160;

    private static final String MUCH = "x".repeat(100_000);

    /** So many may catch up at the same time. */
    private static final int TURNS = 64;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Platform platform;
    private static EventsOfEcho events;

    @BeforeAll
    static void start() {
        platform = Platform.of("S84-late").start();
        events = new EventsOfEcho(platform, "event.echo.*.happened");
    }

    @AfterAll
    static void stop() {
        events.close();
        platform.close();
    }

    @BeforeEach
    void nobodyListens() {
        Await.until(SOON, "nobody listens", () -> {
            // Who has gone is noticed when something is written to it.
            List.of("slow", "gone", "many", "quiet", "audit").forEach(below -> events.tell(below, "x"));
            return events.consumers() == 0;
        });
    }

    @Test
    void whoTakesItSlowlyHearsAllAndHoldsNoConsumerMeanwhile() throws Exception {
        String lastId = tellMuch("slow");
        try (BufferedReader lines = listen("echo/slow", lastId)) {
            Await.until(SOON, "it catches up, beside its feed", () -> events.consumers() == 2);
            Await.until(SOON, "it has to wait for its next turn", () -> events.consumers() == 1);

            for (int i = 0; i < MISSED; i++) {
                assertThat(nextData(lines)).isEqualTo(i + MUCH);
            }
            events.tell("slow", "live");
            assertThat(nextData(lines)).isEqualTo("live");
        }
    }

    @Test
    void whoGoesWhileItIsBehindLeavesNothing() throws Exception {
        String lastId = tellMuch("gone");
        try (BufferedReader unread = listen("echo/gone", lastId)) {
            Await.until(SOON, "it catches up, beside its feed", () -> events.consumers() == 2);
        }

        Await.until(Duration.ofSeconds(10), "there is no consumer", () -> events.consumers() == 0);
    }

    @Test
    void whoComeBackAllAtOnceTakeTurns() throws Exception {
        String lastId = Long.toString(events.last());
        IntStream.range(0, 1_200).forEach(i -> events.tell("many", "event " + i));
        int most = 0;
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> heard = IntStream.range(0, 80)
                    .mapToObj(i -> all.submit(() -> {
                        try (EventListener listener = EventListener.of(platform.proxy(1), "echo/many", lastId)) {
                            listener.awaitMessages(1_200);
                            return listener.messages();
                        }
                    }))
                    .toList();
            while (!heard.stream().allMatch(Future::isDone)) {
                most = Math.max(most, events.consumers());
            }
            List<String> told =
                    IntStream.range(0, 1_200).mapToObj(i -> "event " + i).toList();
            for (Future<List<String>> each : heard) {
                assertThat(each.get()).isEqualTo(told);
            }
        }
        assertThat(most).as("consumers, with that of the feed").isBetween(2, TURNS + 1);
    }

    @Test
    void aQuietTopicGoesAlongWithItsStream() {
        try (EventListener listener = EventListener.of(platform.proxy(1), "echo/quiet", null)) {
            events.tell("quiet", "before");
            listener.awaitMessages(1);
            IntStream.range(0, 20).forEach(i -> events.tell("busy", "x"));
            long last = events.last();
            Await.until(SOON, "the feed has gone along", () -> {
                try (EventListener next = EventListener.of(platform.proxy(1), "echo/quiet", null)) {
                    return Long.parseLong(next.lastId()) >= last;
                }
            });

            events.purge();
            events.forgetConsumers();

            Await.until(SOON, "there is another consumer", () -> events.consumers() == 1);
            events.tell("quiet", "after");
            listener.awaitMessages(2);
            assertThat(listener.heard()).extracting(EventListener.Heard::data).containsExactly("before", "after");
        }
    }

    @Test
    void anotherStreamOfTheSameTopicIsNotRead() throws Exception {
        try (Connection operator = platform.nats().connect()) {
            operator.jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("AUDIT")
                            .subjects("event.echo.*.audited")
                            .build());
            try (EventListener listener = EventListener.of(platform.proxy(1), "echo/audit", null)) {
                operator.jetStream().publish("event.echo.audit.audited", "of the audit".getBytes());
                events.tell("audit", "of the service");

                listener.awaitMessages(1);
                assertThat(listener.messages()).containsExactly("of the service");
            } finally {
                operator.jetStreamManagement().deleteStream("AUDIT");
            }
        }
    }

    /** @return the id of a reader that has missed it all */
    private static String tellMuch(String below) {
        String lastId = Long.toString(events.last());
        IntStream.range(0, MISSED).forEach(i -> events.tell(below, i + MUCH));
        return lastId;
    }

    /** What comes waits until it is read. */
    private static BufferedReader listen(String topic, String lastId) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(platform.proxy(1).uri().resolve("/api/-/events?topic=" + topic))
                .header("Last-Event-ID", lastId)
                .build();
        InputStream body = CLIENT.send(request, BodyHandlers.ofInputStream()).body();
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    private static String nextData(BufferedReader lines) throws IOException {
        String line = "";
        while (!line.startsWith("data: ")) {
            line = lines.readLine();
            assertThat(line).as("it is not sent away").isNotNull();
        }
        return line.substring("data: ".length());
    }
}
