package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a reader of events cannot hear, he is told; who cannot be served, is sent away with a reason. */
final class S84_WhatIsNotHeardIsToldTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Platform platform;
    private static EventsOfEcho events;

    @BeforeAll
    static void start() {
        platform = Platform.of("S84-told").proxies(2).echoes(1).start();
        events = new EventsOfEcho(platform);
    }

    @AfterAll
    static void stop() {
        events.close();
        platform.close();
    }

    @Test
    void whoReadsTooSlowlyIsCutOffWithAReasonAndTheOthersHearOn() throws Exception {
        String text = "x".repeat(50_000);
        try (RawHttp slow = RawHttp.connect(platform.proxy(1));
                EventListener quick = EventListener.of(platform.proxy(1), "echo/slow", null)) {
            slow.send(RawRequest.get("/api/-/events?topic=echo/slow").bytes());
            Await.until(SOON, "both listen", () -> Gauges.listeners(platform.proxy(1)) >= 2);
            int told = 0;
            while (Gauges.listeners(platform.proxy(1)) >= 2) {
                assertThat(told).as("at most 40 MB").isLessThan(800);
                events.tell("slow", text);
                told++;
            }

            quick.awaitMessages(told);
            String all = new String(slow.readFinal(false).body(), StandardCharsets.ISO_8859_1);
            assertThat(all).contains("event: cut").contains("{\"reason\":\"too-slow\"}");
        }
    }

    @Test
    void whatIsGoneIsTold() {
        EventListener listener = EventListener.of(platform.proxy(1), "echo/gap", null);
        events.tell("gap", "first");
        listener.awaitMessages(1);
        listener.close();
        events.tell("gap", "missed");
        events.purge();

        try (EventListener again = EventListener.of(platform.proxy(2), "echo/gap", listener.lastId())) {
            Await.until(SOON, "it is told", () -> !again.heard().isEmpty());
            events.tell("gap", "last");
            again.awaitMessages(1);
            assertThat(again.heard()).extracting(EventListener.Heard::type).containsExactly("gap", "message");
            assertThat(again.heard().getFirst().data()).contains("\"after\":" + listener.lastId());
        }
    }

    /** Nobody says that it ends, and what it had in hand is gone. */
    @Test
    void whoseProxyIsKilledHearsOnAtAnotherEachEventOnceAndInOrder() throws Exception {
        List<String> told =
                IntStream.range(0, 2_000).mapToObj(i -> "event " + i).toList();
        EventListener listener = EventListener.of(platform.proxy(2), "echo/killed", null);
        Thread teller = Thread.ofVirtual().start(() -> told.forEach(text -> events.tell("killed", text)));
        listener.awaitMessages(100);

        platform.proxy(2).process().kill();
        try (EventListener again = goOn(listener, "echo/killed")) {
            Await.until(SOON, "the last event", () -> again.messages().contains(told.getLast()));

            assertThat(listener.messages()).as("it was killed meanwhile").doesNotContain(told.getLast());
            assertThat(Stream.concat(listener.messages().stream(), again.messages().stream()))
                    .containsExactlyElementsOf(told);
        } finally {
            teller.join();
            platform.proxy(2).start();
            platform.proxy(2).awaitReady();
        }
    }

    /** At the first proxy, once the connection to the other one has ended. */
    private static EventListener goOn(EventListener listener, String topic) {
        Await.until(SOON, "its connection has ended", listener::isEnded);
        return EventListener.of(platform.proxy(1), topic, listener.lastId());
    }

    @Test
    void aReaderThatKnowsMoreThanTheStreamIsToldSo() {
        try (EventListener listener = EventListener.of(platform.proxy(1), "echo/ahead", "999999999")) {
            Await.until(SOON, "it is told", () -> !listener.heard().isEmpty());
            events.tell("ahead", "now");
            listener.awaitMessages(1);
            assertThat(listener.heard()).extracting(EventListener.Heard::type).containsExactly("gap", "message");
        }
    }

    @Test
    void aStreamThatIsMadeAnewSendsItsReadersAwayAndTellsThem() {
        try (EventListener listener = EventListener.of(platform.proxy(1), "echo/anew", null)) {
            events.tell("anew", "first");
            listener.awaitMessages(1);

            events.makeAnew();

            Await.until(SOON, "it is sent away", listener::isEnded);
            assertThat(listener.heard().getLast().data()).isEqualTo("{\"reason\":\"unavailable\"}");
            try (EventListener again = EventListener.of(platform.proxy(1), "echo/anew", listener.lastId())) {
                Await.until(SOON, "it is told", () -> !again.heard().isEmpty());
                events.tell("anew", "second");
                again.awaitMessages(1);
                assertThat(again.heard()).extracting(EventListener.Heard::type).containsExactly("gap", "message");
            }
        }
    }

    @Test
    void moreReadersThanAllowedAreRefused() {
        Program small = platform.newProxy(Map.of("PULLWAY_PROXY_MAX_EVENT_STREAMS", "1"));
        small.start();
        small.awaitReady();
        try (EventListener first = EventListener.of(small, "echo", null)) {
            Problems.assertRetryable(RawRequest.get("/api/-/events?topic=echo").sendTo(small), 503, "overloaded");
            assertThat(first.isEnded()).isFalse();
        }
    }
}
