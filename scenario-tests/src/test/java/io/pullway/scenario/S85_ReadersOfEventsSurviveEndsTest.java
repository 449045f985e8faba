package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Readers of events, while what they need ends and comes back. */
final class S85_ReadersOfEventsSurviveEndsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private Platform platform;

    @BeforeEach
    void start(TestInfo test) {
        platform = Platform.of("S85-" + test.getTestMethod().orElseThrow().getName())
                .proxies(2)
                .echoes(1)
                .start();
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void aReaderHearsOnWhenNatsIsKilledAndStarted() {
        EventListener listener;
        try (EventsOfEcho events = new EventsOfEcho(platform)) {
            listener = EventListener.of(platform.proxy(1), "echo", null);
            events.tell("1", "before");
            listener.awaitMessages(1);
        }
        platform.nats().kill();
        platform.nats().start();
        try (NatsClient nats = new NatsClient(platform)) {
            Await.until(SOON, "JetStream stores again", () -> nats.stored() == 0);
            nats.store("event.echo.1.happened", "after");
        }

        Await.until(SOON, "the second", () -> listener.messages().size() == 2);
        assertThat(listener.messages()).containsExactly("before", "after");
        listener.close();
    }

    @Test
    void anEndingProxySendsItsReadersAwayAndGoes() {
        try (EventsOfEcho events = new EventsOfEcho(platform);
                EventListener listener = EventListener.of(platform.proxy(1), "echo", null)) {
            events.tell("1", "before");
            listener.awaitMessages(1);

            platform.proxy(1).process().terminate();

            Await.until(SOON, "it is sent away", listener::isEnded);
            assertThat(listener.heard().getLast().type()).isEqualTo("cut");
            assertThat(listener.heard().getLast().data()).isEqualTo("{\"reason\":\"proxy-ends\"}");
            events.tell("1", "meanwhile");
            try (EventListener again = EventListener.of(platform.proxy(2), "echo", listener.lastId())) {
                Await.until(SOON, "what it missed", () -> again.messages().equals(java.util.List.of("meanwhile")));
            }
            platform.proxy(1).process().awaitExit(Duration.ofSeconds(15));
        }
    }
}
