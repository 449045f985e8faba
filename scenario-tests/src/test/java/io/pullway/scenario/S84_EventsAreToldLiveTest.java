package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /api/-/events}: what happens, as it happens, each event once and in order. */
final class S84_EventsAreToldLiveTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MOVES = 100;
    private static final int REQUESTS_AT_ONCE = 8;

    private static Platform platform;
    private static EventsOfEcho events;

    @BeforeAll
    static void start() {
        platform = Platform.of("S84").proxies(2).echoes(1).start();
        events = new EventsOfEcho(platform);
    }

    @AfterAll
    static void stop() {
        events.close();
        platform.close();
    }

    @Test
    void aReaderHearsWhatHappensFromNowOn() {
        events.tell("1", "before");
        try (EventListener listener = EventListener.of(platform.proxy(1), "echo", null)) {
            assertThat(listener.answer().headers().firstValue("content-type")).contains("text/event-stream");
            assertThat(listener.answer().headers().firstValue("cache-control")).contains("no-store");
            events.tell("1", "{\"a\":\n1}");
            events.tell("2", "z\u00fcrich");

            listener.awaitMessages(2);
            assertThat(listener.messages()).containsExactly("{\"a\":\n1}", "z\u00fcrich");
        }
    }

    @Test
    void aTopicIsAResourceOrWhatIsBelowIt() {
        try (EventListener all = EventListener.of(platform.proxy(1), "echo", null);
                EventListener one = EventListener.of(platform.proxy(1), "echo/17", null)) {
            events.tell("18", "of 18");
            events.tell("17", "of 17");
            events.tell("17.more", "below 17");
            events.tell("170", "of 170");
            events.tell("17", "end");

            all.awaitMessages(5);
            one.awaitMessages(3);
            assertThat(one.messages()).containsExactly("of 17", "below 17", "end");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 1_000})
    void whoComesBackHearsWhatItMissedAlsoAtAnotherProxy(int missed) {
        EventListener listener = EventListener.of(platform.proxy(1), "echo/back", null);
        events.tell("back", "first");
        listener.awaitMessages(1);
        listener.close();

        List<String> told =
                IntStream.range(0, missed).mapToObj(i -> "missed " + i).toList();
        told.forEach(text -> events.tell("back", text));
        try (EventListener again = EventListener.of(platform.proxy(2), "echo/back", listener.lastId())) {
            events.tell("back", "last");

            again.awaitMessages(missed + 1);
            assertThat(again.messages())
                    .containsExactlyElementsOf(
                            Stream.concat(told.stream(), Stream.of("last")).toList());
        }
    }

    @Test
    void whoMovesBetweenProxiesUnderLoadHearsEachEventOnceAndInOrder() throws Exception {
        List<String> told = new ArrayList<>();
        AtomicBoolean moving = new AtomicBoolean(true);
        Thread teller = Thread.ofVirtual().unstarted(() -> {
            try (io.nats.client.Connection own = platform.nats().connect()) {
                while (moving.get()) {
                    String text = "event " + told.size();
                    own.jetStream().publish("event.echo.move.happened", text.getBytes());
                    told.add(text);
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        List<String> heard = new ArrayList<>();
        Load requests = Load.start(
                List.of(platform.proxy(1), platform.proxy(2)), REQUESTS_AT_ONCE, Duration.ofMillis(2), Call::get);
        EventListener listener = EventListener.of(platform.proxy(1), "echo/move", null);
        teller.start();
        for (int move = 0; move < MOVES; move++) {
            listener.awaitMessages(1 + move % 7);
            listener.close();
            heard.addAll(listener.messages());
            assertThat(listener.heard()).allMatch(event -> event.type().equals("message"));
            listener = EventListener.of(platform.proxy(1 + (move + 1) % 2), "echo/move", listener.lastId());
        }
        moving.set(false);
        teller.join();
        EventListener last = listener;
        Await.until(SOON, "the last event", () -> last.messages().contains(told.getLast()));
        last.close();
        heard.addAll(last.messages());

        assertThat(heard).isEqualTo(told);
        assertThat(requests.stop())
                .hasSizeGreaterThan(MOVES)
                .allSatisfy(request -> assertThat(request.ending()).isInstanceOf(Result.Answered.class));
    }

    @Test
    void howeverManyReadThereIsOneConsumerOfATopicInAProxy() {
        Await.until(SOON, "nobody listens", () -> events.consumers() == 0);
        List<EventListener> listeners = IntStream.range(0, 50)
                .mapToObj(i -> EventListener.of(platform.proxy(1), "echo/many", null))
                .toList();
        events.tell("many", "x");
        listeners.forEach(listener -> listener.awaitMessages(1));
        assertThat(events.consumers()).isEqualTo(1);

        listeners.forEach(EventListener::close);
        Await.until(SOON, "the consumer is gone", () -> {
            // Who has gone is noticed when something is written to it.
            events.tell("many", "y");
            return events.consumers() == 0;
        });
    }

    @Test
    void theServiceDecidesWhoMayListen() {
        RawAnswer refused =
                RawRequest.get("/api/-/events?topic=echo&status=403").sendTo(platform.proxy(1));

        assertThat(refused.status()).isEqualTo(403);
    }

    @Test
    void theServiceSeesWhoAsks() {
        try (NatsClient nats = new NatsClient(platform)) {
            NatsClient.Watch asked = nats.watch("http.echo.>");
            try (RawHttp connection = RawHttp.connect(platform.proxy(1))) {
                connection.send(RawRequest.get("/api/-/events?x=1&topic=echo%2F5")
                        .field("Authorization", "Basic YTpi")
                        .field("Last-Event-ID", "1")
                        .bytes());
                NatsClient.Seen question = asked.next();

                assertThat(question.subject()).isEqualTo("http.echo.get.-.events");
                assertThat(question.payload())
                        .startsWith("GET /echo/-/events?topic=echo/5&x=1 HTTP/1.1\r\n")
                        .contains("authorization: Basic YTpi\r\n")
                        .doesNotContain("last-event-id");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'/api/-/events', '', 400, bad-request",
        "'/api/-/events?topic=', '', 400, bad-request",
        "'/api/-/events?topic=a&topic=b', '', 400, bad-request",
        "'/api/-/events?x=1;topic=echo/7', '', 400, bad-request",
        "'/api/-/events?TOPIC=echo/7', '', 400, bad-request",
        "'/api/-/events?topic=-/x', '', 400, bad-request",
        "'/api/-/events?topic=../x', '', 400, bad-request",
        "'/api/-/events?topic=echo', 'x', 400, bad-request",
        "'/api/-/events?topic=echo', '-1', 400, bad-request",
        "'/api/-/events?topic=echo', '9999999999999999999999', 400, bad-request",
        "'/api/-/events?topic=nobody', '', 404, no-such-resource"
    })
    void whatCannotBeHeardIsRefused(String target, String lastId, int status, String type) {
        RawRequest request = RawRequest.get(target);
        if (!lastId.isEmpty()) {
            request.field("Last-Event-ID", lastId);
        }
        Problems.assertProblem(request.sendTo(platform.proxy(1)), status, type);
    }

    @Test
    void eventsCanOnlyBeRead() {
        RawAnswer answer =
                RawRequest.post("/api/-/events?topic=echo", new byte[10]).sendTo(platform.proxy(1));

        Problems.assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.value("allow")).contains("GET");
    }
}
