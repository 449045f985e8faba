package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another NATS client publishes where Pullway listens harms nobody, and runs nothing. */
@ExtendWith(SharedPlatform.class)
final class S08_SurvivesGarbageTest {
    private final Platform platform;
    private final Program proxy;
    private NatsClient nats;

    S08_SurvivesGarbageTest(Platform platform) {
        this.platform = platform;
        this.proxy = platform.proxy(1);
    }

    @BeforeEach
    void connect() {
        nats = new NatsClient(platform);
    }

    @AfterEach
    void everythingWorksAsBefore() {
        nats.close();
        assertThat(RawRequest.get("/api/echo/after").sendTo(proxy).echoed().target())
                .isEqualTo("/echo/after");
    }

    @Test
    void aRequestOfAnotherClientIsAnsweredIfItIsOne() {
        NatsClient.Watch answers = nats.watch("reply.>");

        nats.store(HandMade.subject(), new HandMade().payload());

        NatsClient.Seen answer = answers.next();
        assertThat(answer.subject()).isEqualTo(HandMade.REPLY_TO);
        assertThat(answer.payload()).startsWith("HTTP/1.1 200 ").contains("\"target\":\"/echo/hand-made\"");
        assertThat(answer.field("pullway-request-id")).isEqualTo(HandMade.ID);
        assertThat(answer.field("pullway-served-by")).isEqualTo("echo-1");
    }

    static Stream<String> whatIsNoRequest() {
        return Stream.of(
                "",
                "\r\n\r\n",
                "\0\1\2\377\376",
                "not HTTP at all",
                Octets.text(0, 255).repeat(20),
                "GET /echo/hand-made HTTP/1.1\r\n\r\n",
                new HandMade().payload().replace("\r\n", "\n"),
                new HandMade().payload().substring(0, 100),
                new HandMade().startLine("GET /echo/hand-made HTTP/1.0").payload(),
                new HandMade().startLine("GET  /echo/hand-made HTTP/1.1").payload(),
                new HandMade().without("pullway-version").payload(),
                new HandMade().without("pullway-request-id").payload(),
                new HandMade().without("pullway-reply-to").payload(),
                new HandMade().without("pullway-budget-ms").payload(),
                new HandMade().field("pullway-request-id", "1").payload(),
                new HandMade().field("pullway-budget-ms", "0").payload(),
                new HandMade().field("pullway-budget-ms", "-1").payload(),
                new HandMade()
                        .field("pullway-budget-ms", "99999999999999999999")
                        .payload(),
                new HandMade().field("pullway-budget-ms", "soon").payload(),
                new HandMade().field("PULLWAY-BUDGET-MS", "5000").payload(),
                new HandMade().field("bad name", "1").payload(),
                new HandMade().field("x-folded", "a\r\n b").payload(),
                new HandMade().field("x-nul", "a\0b").payload());
    }

    @ParameterizedTest
    @MethodSource("whatIsNoRequest")
    void whatIsNoRequestIsTakenOutOfTheQueueWithoutBeingRun(String payload) {
        assertNotRun(HandMade.subject(), payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http.echo.get",
                "http.echo.get.other",
                "http.echo.delete.hand-made",
                "http.echo.get.hand-made.more",
                "http.echo.get.hand%2Dmade",
                "http.echo.x",
            })
    void aRequestThatWasPublishedAsAnotherIsNotRun(String subject) {
        assertNotRun(subject, new HandMade().payload());
    }

    @Test
    void aRequestForAnotherServicesResourceIsNotRun() {
        assertNotRun(
                "http.echo.get.5",
                new HandMade().startLine("GET /users/5 HTTP/1.1").payload());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reply.proxy.elsewhere.users." + HandMade.ID,
                "reply.proxy.elsewhere.echo.01890a5d-ac96-774b-bcce-b30209900000",
                "reply.proxy.elsewhere.more.echo." + HandMade.ID,
                "reply.proxy.echo." + HandMade.ID,
                "reply.*.elsewhere.echo." + HandMade.ID,
                "http.users.delete." + HandMade.ID,
                "dead.echo." + HandMade.ID,
                "_INBOX_pullway.x.echo." + HandMade.ID,
                "$JS.API.STREAM.PURGE.echo-service",
            })
    void nobodyElseIsAnsweredInPlaceOfTheCaller(String replyTo) {
        NatsClient.Watch elsewhere = replyTo.contains("*") ? nats.watch("reply.>") : nats.watch(replyTo);

        assertNotRun(
                HandMade.subject(),
                new HandMade().field("pullway-reply-to", replyTo).payload());

        assertThat(elsewhere.isQuiet()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "1.0", "next"})
    void anotherVersionIsToldThatItIsNotServed(String version) {
        NatsClient.Watch answers = nats.watch(HandMade.REPLY_TO);

        nats.store(
                HandMade.subject(),
                new HandMade().field("pullway-version", version).payload());

        NatsClient.Seen answer = answers.next();
        assertThat(answer.payload()).startsWith("HTTP/1.1 500 ");
        assertThat(answer.field("pullway-outcome")).isEqualTo("unsupported-version");
        nats.awaitNothingStored();
        assertThat(answers.isQuiet()).isTrue();
    }

    static Stream<String> whatIsNoAnswer() {
        String own = "pullway-request-id: ID\r\n";
        return Stream.of(
                "",
                "\0\1\2\377\376",
                "not HTTP at all",
                "HTTP/1.1 200 \r\n\r\nwithout an id",
                "HTTP/1.1 200 \r\n" + own,
                "HTTP/1.1 200 \n" + own.replace("\r", "") + "\n",
                "HTTP/1.1 42 \r\n" + own + "\r\n",
                "HTTP/1.1 099 \r\n" + own + "\r\n",
                "HTTP/1.1 600 \r\n" + own + "\r\n",
                "HTTP/1.1 1000 \r\n" + own + "\r\n",
                "HTTP/1.1 abc \r\n" + own + "\r\n",
                "HTTP/1.1 100 \r\n" + own + "\r\n",
                "HTTP/2 200 \r\n" + own + "\r\n",
                "HTTP/1.1 200 \r\n" + own + own + "\r\n",
                "HTTP/1.1 200 \r\n" + own + "pullway-outcome: made-up\r\n\r\n",
                "HTTP/1.1 200 \r\n" + own + "x-folded: a\r\n b\r\n\r\n",
                "HTTP/1.1 200 \r\n" + own + "bad name: 1\r\n\r\n",
                "HTTP/1.1 200 \r\npullway-request-id: " + HandMade.ID + "\r\n\r\nanother's answer");
    }

    @ParameterizedTest
    @MethodSource("whatIsNoAnswer")
    void whatIsNoAnswerIsNotTakenForOne(String garbage) {
        NatsClient.Watch requests = nats.watch("http.>");
        CompletableFuture<RawAnswer> answer = slowRequest();

        NatsClient.Seen request = requests.next();
        String id = request.field("pullway-request-id");
        nats.publish(request.field("pullway-reply-to"), garbage.replace("ID", id));

        assertThat(answer.join().echoed().target()).isEqualTo("/echo/slow?delay=150");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"stream\"", "{\"error\"", "{\"stream\":\"echo-service\"}", "\0\377", "+OK"})
    void whatIsNoPubAckIsNotTakenForOne(String garbage) {
        NatsClient.Watch requests = nats.watch("http.>");
        CompletableFuture<RawAnswer> answer = slowRequest();

        nats.publish(requests.next().replyTo(), garbage);

        assertThat(answer.join().echoed().target()).isEqualTo("/echo/slow?delay=150");
    }

    @Test
    void anAnswerThatNobodyWaitsForAnyMoreIsDropped() {
        NatsClient.Watch requests = nats.watch("http.>");
        RawRequest.get("/api/echo/first").sendTo(proxy).echoed();
        NatsClient.Seen first = requests.next();

        String late = "HTTP/1.1 200 \r\npullway-request-id: " + first.field("pullway-request-id") + "\r\n\r\nlate";
        nats.publish(first.field("pullway-reply-to"), late);

        assertThat(RawRequest.get("/api/echo/second").sendTo(proxy).echoed().target())
                .isEqualTo("/echo/second");
    }

    private CompletableFuture<RawAnswer> slowRequest() {
        return CompletableFuture.supplyAsync(
                () -> RawRequest.get("/api/echo/slow?delay=150").sendTo(proxy));
    }

    private void assertNotRun(String subject, String payload) {
        NatsClient.Watch answers = nats.watch("reply.>");

        nats.store(subject, payload);
        nats.awaitNothingStored();

        assertThat(answers.isQuiet()).isTrue();
    }
}
