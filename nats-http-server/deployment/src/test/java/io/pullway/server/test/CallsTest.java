package io.pullway.server.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.server.test.AnsweringService.Asked;
import io.pullway.wire.Body;
import io.pullway.wire.CallIds;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.quarkus.test.QuarkusUnitTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An ordinary REST client asks another service through NATS; what it asks there is what the contract says. */
class CallsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(
                    CallersResource.class,
                    AnsweringClient.class,
                    AnsweringService.class,
                    WireClient.class,
                    TestNats.class))
            .setBeforeAllCustomizer(() -> {
                WireClient.createStream("callers-service", "callers");
                WireClient.createStream("answering-service", "answering");
            })
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.management.test-port", "0")
            .overrideConfigKey("quarkus.rest-client.answering.url", "pullway://answering-service")
            .overrideConfigKey("quarkus.rest-client.answering.read-timeout", "3000")
            .overrideRuntimeConfigKey("pullway.server.enabled", "true")
            .overrideRuntimeConfigKey("pullway.server.service", "callers-service")
            .overrideRuntimeConfigKey("pullway.server.instance", "c1")
            .overrideRuntimeConfigKey("pullway.server.resources", "callers")
            .overrideRuntimeConfigKey("pullway.nats.servers", TestNats.url());

    private static final WireClient CLIENT = new WireClient();
    private static AnsweringService answering;

    /** Not when the class is loaded: Quarkus does that twice. */
    @BeforeAll
    static void start() {
        answering = new AnsweringService();
    }

    @AfterAll
    static void stop() {
        answering.close();
        CLIENT.close();
    }

    @Test
    void aBlockingClientGetsTheAnswer() {
        assertThat(text("/callers/blocking/ada")).isEqualTo("hello ada");
        assertThat(text("/callers/virtual/ada")).isEqualTo("hello ada on a virtual thread");
    }

    @Test
    void aReactiveClientGetsTheAnswerAndMayAskOnFromThere() {
        HttpResponseMessage answer = CLIENT.get("/callers/reactive/grace");

        assertThat(WireClient.text(answer)).isEqualTo("hello grace hello grace");
        RequestId caller = answer.envelope().requestId();
        assertThat(answering.asked("/answering/grace"))
                .extracting(asked -> asked.request().envelope().requestId())
                .containsExactly(
                        CallIds.of(caller, "GET", "/answering/grace", CallIds.digest(Body.EMPTY), 1),
                        CallIds.of(caller, "GET", "/answering/grace", CallIds.digest(Body.EMPTY), 2));
    }

    @Test
    void anEventLoopIsNotBlocked() {
        assertThat(CLIENT.get("/callers/on-the-loop/loop").status()).isEqualTo(500);
        assertThat(text("/callers/reactive/afterwards")).isEqualTo("hello afterwards hello afterwards");
    }

    @Test
    void theCallIsAnHttpMessageUnderAnIdOfTheCallersOwn() {
        HttpResponseMessage answer = CLIENT.post("/callers/things", "text/plain", "new");

        assertThat(WireClient.text(answer)).isEqualTo("made");
        RequestId caller = answer.envelope().requestId();
        List<Asked> asked = answering.asked("/answering/things?q=a+b").stream()
                .filter(one -> one.request().body().length() > "{\"text\":\"\"}".length())
                .toList();
        assertThat(asked).hasSize(2);
        Asked first = asked.getFirst();
        RequestId id = CallIds.of(
                caller,
                "POST",
                "/answering/things?q=a+b",
                CallIds.digest(first.request().body()),
                1);
        RequestEnvelope envelope = first.request().envelope();
        assertThat(envelope.requestId()).isEqualTo(id);
        assertThat(envelope.attempt()).isEqualTo(1);
        assertThat(envelope.replyTo()).matches("reply\\.callers-service\\.c1-[0-9a-f]{8}\\.answering\\." + id.text());
        assertThat(first.messageId()).matches(id.text() + "\\.\\d+\\.1\\.[0-9a-f]{8}");
        assertThat(first.request().fields().first("content-type")).isEqualTo("application/json");
        assertThat(first.request().fields().first("host")).isEqualTo("answering-service");
        assertThat(new String(first.request().body().toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"text\":\"new\"}");
    }

    /** An answer may be there before the filter that asked for it has returned. */
    @Test
    void everyAnswerIsWholeHoweverFastItComes() {
        List<CompletableFuture<HttpResponseMessage>> answers = Stream.generate(
                        () -> CLIENT.send("POST", "/callers/things", new FieldLines(), Body.EMPTY))
                .limit(1_000)
                .toList();

        assertThat(answers)
                .extracting(answer ->
                        WireClient.text(answer.orTimeout(20, TimeUnit.SECONDS).join()))
                .containsOnly("made");
    }

    @Test
    void identityTraceAndWhatIsLeftOfTheTimeArePassedOn() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        FieldLines fields = new FieldLines()
                .add("authorization", "Bearer of-the-client")
                .add("cookie", "stays=here")
                .add("traceparent", trace);
        CLIENT.exchange("GET", "/callers/blocking/passed", fields, Body.EMPTY);
        CLIENT.exchange("GET", "/callers/as-itself/itself", fields, Body.EMPTY);

        FieldLines passed =
                answering.asked("/answering/passed").getFirst().request().fields();
        assertThat(passed.all("authorization")).containsExactly("Bearer of-the-client");
        assertThat(passed.all("traceparent")).containsExactly(trace);
        assertThat(passed.first("cookie")).isNull();
        // That of the client, which is less than the 30 s of the request.
        assertThat(answering
                        .asked("/answering/passed")
                        .getFirst()
                        .request()
                        .envelope()
                        .budgetMillis())
                .isBetween(1L, 3_000L);
        FieldLines own =
                answering.asked("/answering/itself").getFirst().request().fields();
        assertThat(own.all("authorization")).containsExactly("Basic own");
    }

    @Test
    void aRequestThatIsMadeAgainMakesTheSameCallAndSaysSo() {
        RequestId caller = CLIENT.get("/callers/blocking/twice").envelope().requestId();
        CLIENT.getAgain(caller, "/callers/blocking/twice");

        List<Asked> asked = answering.asked("/answering/twice");
        assertThat(asked).extracting(one -> one.request().envelope().attempt()).containsExactly(1L, 2L);
        assertThat(asked)
                .extracting(one -> one.request().envelope().requestId())
                .containsOnly(CallIds.of(caller, "GET", "/answering/twice", CallIds.digest(Body.EMPTY), 1));
        assertThat(asked)
                .as("so that the second is stored, too, and answered where its caller is now")
                .extracting(Asked::messageId)
                .doesNotHaveDuplicates();
    }

    /** What NATS adds to a message counts, too. */
    @Test
    void aCallThatDoesNotFitIsRefusedAndOthersGoOn() {
        int maxPayload = 1 << 20;
        for (int spare : new int[] {0, 100, 200, 300, 400, 500}) {
            assertThat(text("/callers/large/" + (maxPayload - spare)))
                    .startsWith("413 null {\"type\":\"urn:pullway:problem:body-too-large\"");
        }
        assertThat(text("/callers/large/" + (maxPayload - (66 << 10)))).isEqualTo("made");
        assertThat(text("/callers/refused/silent")).contains("no answer came in time");
    }

    @Test
    void answersAndRefusalsAreThoseOfAnyRestClient() {
        assertThat(text("/callers/refused/teapot")).isEqualTo("418 null short and stout");
        HttpResponseMessage answer = CLIENT.get("/callers/response/whole");
        assertThat(answer.fields().first("x-seen")).isEqualTo("yes");
        assertThat(WireClient.text(answer)).isEqualTo("hello whole");
        assertThat(CLIENT.get("/callers/blocking/nothing").status()).isEqualTo(204);
    }

    @Test
    void whatThePlatformDecidesComesAsItsProblem() {
        assertThat(text("/callers/refused/unknown"))
                .startsWith("502 null {\"type\":\"urn:pullway:problem:outcome-unknown\"")
                .contains("\"status\":502");
        assertThat(text("/callers/refused/silent"))
                .startsWith("504 null {\"type\":\"urn:pullway:problem:outcome-unknown\"")
                .contains("no answer came in time");
    }

    @Test
    void thatNobodyIsThereIsToldAtOnce() {
        answering.isThere(false);
        Await.until(
                LIMIT,
                "it is known that nobody is there",
                () -> text("/callers/refused/gone").startsWith("503 1 {\"type\":\"urn:pullway:problem:no-instance\""));
        int before = answering.asked().size();
        text("/callers/refused/gone");
        assertThat(answering.asked()).hasSize(before);

        answering.isThere(true);
        Await.until(
                LIMIT,
                "somebody is there again",
                () -> text("/callers/refused/back").equals("hello back"));
    }

    private static String text(String target) {
        return WireClient.text(CLIENT.send("GET", target, new FieldLines(), Body.EMPTY)
                .orTimeout(20, TimeUnit.SECONDS)
                .join());
    }
}
