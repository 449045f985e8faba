package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whoever listens does so as long as his service lets him and his credentials last, and no longer. */
final class S84_WhoMayListenIsAskedAgainTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** So long after its end proxies take a token: clocks differ. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private static StubIssuer issuer;
    private static Platform platform;
    private static EventsOfEcho events;

    @BeforeAll
    static void start() {
        issuer = new StubIssuer();
        platform = issuer.platform("S84-right")
                .proxyEnvironment("PULLWAY_PROXY_EVENT_CHECK_INTERVAL", "1s")
                .start();
        events = new EventsOfEcho(platform);
    }

    @AfterAll
    static void stop() {
        events.close();
        platform.close();
        issuer.close();
    }

    @Test
    void aServiceThatDoesNotAnswerIsAskedThreeTimes() {
        String topic = "echo/silent&then=503&until=" + (System.currentTimeMillis() + 2_000);
        try (NatsClient nats = new NatsClient(platform);
                EventListener listener = EventListener.of(platform.proxy(1), topic, null)) {
            NatsClient.Watch asked = nats.watch("http.echo.get.-.events");

            Await.until(SOON, "it is sent away", listener::isEnded);
            assertThat(reason(listener)).isEqualTo("unavailable");
            for (int i = 0; i < 3; i++) {
                assertThat(asked.next().payload()).contains("topic=" + topic);
            }
        }
    }

    @Test
    void whoseTokenEndsHasToComeAgain() {
        String bearer = issuer.bearer("ada", Duration.ofSeconds(4).minus(SKEW));
        try (EventListener listener =
                EventListener.of(platform.proxy(1), "echo/token", null, "Authorization", bearer)) {
            events.tell("token", "before");
            listener.awaitMessages(1);

            Await.until(SOON, "it is sent away", listener::isEnded);
            assertThat(reason(listener)).isEqualTo("credentials-expired");
            AuthorizedRequests.assertRefused(RawRequest.get("/api/-/events?topic=echo/token")
                    .field("Authorization", bearer)
                    .sendTo(platform.proxy(1)));
        }
    }

    @Test
    void aBrowserHearsOnWithTheNextTokenOfItsSession() {
        issuer.life(Duration.ofSeconds(4));
        Browser browser = new Browser();
        Browser.location(issuer.signIn(browser, platform.proxy(1).uri() + "/api", "ada"));
        EventListener first = withSession(browser, null);
        events.tell("session", "before");
        first.awaitMessages(1);

        Await.until(SOON, "its token ends", first::isEnded);
        assertThat(reason(first)).isEqualTo("credentials-expired");
        events.tell("session", "meanwhile");

        try (EventListener again = withSession(browser, first.lastId())) {
            events.tell("session", "after");
            again.awaitMessages(2);
            assertThat(again.messages()).containsExactly("meanwhile", "after");
        }
    }

    /** Of a service that wants a token which is good still. */
    private static EventListener withSession(Browser browser, String lastId) {
        return EventListener.of(platform.proxy(1), "echo/session&token=1", lastId, "Cookie", browser.cookieField());
    }

    private static String reason(EventListener listener) {
        EventListener.Heard last = listener.heard().getLast();
        assertThat(last.type()).isEqualTo("cut");
        return last.data().replaceFirst("\\{\"reason\":\"(.*)\"}", "$1");
    }
}
