package io.pullway.server.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RequestId;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.Subjects;
import io.quarkus.test.QuarkusUnitTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An ordinary Jakarta REST application behaves behind a queue as it does behind a port. */
class ServedByPullingTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(
                    jar -> jar.addClasses(ThingsResource.class, ThingsFilters.class, WireClient.class, TestNats.class)
                            .addAsResource(new StringAsset("ada=lovelace\n"), "users.properties")
                            .addAsResource(new StringAsset("ada=keeper\n"), "roles.properties"))
            .setBeforeAllCustomizer(() -> WireClient.createStream("things-service", "things"))
            .overrideConfigKey("quarkus.security.users.file.enabled", "true")
            .overrideConfigKey("quarkus.security.users.file.users", "users.properties")
            .overrideConfigKey("quarkus.security.users.file.roles", "roles.properties")
            .overrideConfigKey("quarkus.security.users.file.plain-text", "true")
            .overrideConfigKey("quarkus.http.auth.basic", "true")
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.management.test-port", "0")
            .overrideRuntimeConfigKey("pullway.server.enabled", "true")
            .overrideRuntimeConfigKey("pullway.server.service", "things-service")
            .overrideRuntimeConfigKey("pullway.server.resources", "things")
            .overrideRuntimeConfigKey("pullway.nats.servers", TestNats.url());

    private static final WireClient CLIENT = new WireClient();

    @AfterAll
    static void stop() {
        CLIENT.close();
    }

    @Test
    void runsBlockingMethodsOnAWorkerThreadThatKnowsTheRequest() {
        HttpResponseMessage answer = CLIENT.get("/things/blocking");
        assertThat(WireClient.text(answer))
                .startsWith("executor-thread")
                .endsWith(answer.envelope().requestId().text());
    }

    @Test
    void runsReactiveMethodsOnAnEventLoopThatKnowsTheRequest() {
        HttpResponseMessage answer = CLIENT.get("/things/reactive");
        assertThat(WireClient.text(answer))
                .startsWith("vert.x-eventloop-thread")
                .endsWith(answer.envelope().requestId().text());
    }

    @Test
    void runsOnVirtualThreadsThatKnowTheRequest() {
        HttpResponseMessage answer = CLIENT.get("/things/virtual");
        assertThat(WireClient.text(answer))
                .isEqualTo("true " + answer.envelope().requestId().text());
    }

    @Test
    void letsAMethodSeeThatItsClientHasGone() {
        CompletableFuture<HttpResponseMessage> answer =
                CLIENT.send("GET", "/things/until-cancelled", new FieldLines(), Body.EMPTY);
        String id = Await.value(
                Duration.ofSeconds(5),
                "the method runs",
                () -> Optional.ofNullable(ThingsResource.TO_BE_CANCELLED.get()));
        assertThat(answer).isNotDone();

        CLIENT.publish(Subjects.cancel("things", RequestId.parse(id)));

        assertThat(WireClient.text(answer.orTimeout(5, TimeUnit.SECONDS).join()))
                .isEqualTo("cancelled");
    }

    @Test
    void validatesBodies() {
        assertThat(CLIENT.post("/things/valid", "application/json", "{\"name\":\"n\",\"score\":5}"))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(200))
                .satisfies(answer -> assertThat(WireClient.text(answer)).contains("\"score\":5"));
        assertThat(CLIENT.post("/things/valid", "application/json", "{\"name\":\"\",\"score\":6}")
                        .status())
                .isEqualTo(400);
        assertThat(CLIENT.post("/things/valid", "application/json", "{").status())
                .isEqualTo(400);
        assertThat(CLIENT.post("/things/valid", "text/plain", "x").status()).isEqualTo(415);
    }

    @Test
    void mapsExceptions() {
        HttpResponseMessage answer = CLIENT.get("/things/failing");
        assertThat(answer.status()).isEqualTo(418);
        assertThat(WireClient.text(answer)).isEqualTo("mapped");
    }

    @Test
    void runsFiltersBeforeAndAfter() {
        HttpResponseMessage answer =
                CLIENT.exchange("GET", "/things/reactive", new FieldLines().add("x-asked", "well"), Body.EMPTY);
        assertThat(answer.fields().first("x-seen")).isEqualTo("well");
    }

    @Test
    void readsFormsAndMultipartBodies() {
        assertThat(WireClient.text(CLIENT.post("/things/form", "application/x-www-form-urlencoded", "name=a%26b")))
                .isEqualTo("a&b");
        String multipart = """
                --cut\r
                Content-Disposition: form-data; name="title"\r
                \r
                a title\r
                --cut\r
                Content-Disposition: form-data; name="file"; filename="f.txt"\r
                Content-Type: text/plain\r
                \r
                inside\r
                --cut--\r
                """;
        assertThat(WireClient.text(CLIENT.post("/things/upload", "multipart/form-data; boundary=cut", multipart)))
                .isEqualTo("a title:f.txt:inside");
    }

    @Test
    void streamsInAndOut() {
        assertThat(WireClient.text(CLIENT.post("/things/stream-in", "application/octet-stream", "x".repeat(500_000))))
                .isEqualTo("500000");
        assertThat(CLIENT.get("/things/stream-out").body().length()).isEqualTo(10_000);
        assertThat(WireClient.text(CLIENT.get("/things/events")))
                .contains("data:one")
                .contains("data:two");
    }

    @Test
    void sendsFiles() {
        assertThat(WireClient.text(CLIENT.get("/things/file"))).isEqualTo("from a file");
    }

    @Test
    void passesCookiesBothWays() {
        HttpResponseMessage answer =
                CLIENT.exchange("GET", "/things/cookie", new FieldLines().add("cookie", "sugar=brown"), Body.EMPTY);
        assertThat(WireClient.text(answer)).isEqualTo("brown");
        assertThat(answer.fields().all("set-cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void makesLocationsForTheClientThatTheProxyTellsOf() {
        FieldLines fields = new FieldLines()
                .add("host", "inside")
                .add("x-forwarded-for", "203.0.113.9")
                .add("x-forwarded-host", "shop.example")
                .add("x-forwarded-proto", "https")
                .add("x-forwarded-prefix", "/api");
        HttpResponseMessage answer = CLIENT.exchange("GET", "/things/where", fields, Body.EMPTY);
        assertThat(answer.fields().first("location")).isEqualTo("https://shop.example/api/things/where/7");
        assertThat(WireClient.text(answer)).isEqualTo("203.0.113.9");
    }

    @Test
    void authenticatesAndChecksRoles() {
        String credentials = Base64.getEncoder().encodeToString("ada:lovelace".getBytes(StandardCharsets.US_ASCII));
        FieldLines fields = new FieldLines().add("authorization", "Basic " + credentials);
        assertThat(WireClient.text(CLIENT.exchange("GET", "/things/who", fields, Body.EMPTY)))
                .isEqualTo("ada true");
        assertThat(CLIENT.get("/things/who").status()).isEqualTo(401);
    }

    @Test
    void answersHeadWithTheLengthAndNoBody() {
        HttpResponseMessage answer = CLIENT.exchange("HEAD", "/things/nonce/12345", new FieldLines(), Body.EMPTY);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().isEmpty()).isTrue();
        assertThat(answer.fields().first("content-length")).isEqualTo("5");
    }

    @Test
    void goesOnAfterBodiesThatNobodyRead() {
        for (int i = 0; i < 300; i++) {
            assertThat(CLIENT.post("/things/no-such", "text/plain", "unread " + i)
                            .status())
                    .isEqualTo(404);
            assertThat(WireClient.text(CLIENT.get("/things/nonce/" + i))).isEqualTo("" + i);
        }
    }

    @Test
    void tellsThatTheApplicationHungUpAndDoesNotRunItAgain() {
        runsOnceAndTells("/things/hang-up", Outcome.BAD_ANSWER);
    }

    @Test
    void tellsThatAnAnswerIsTooLargeAndDoesNotRunItAgain() {
        runsOnceAndTells("/things/large", Outcome.ANSWER_TOO_LARGE);
    }

    @Test
    void tellsThatAnAnswerIsNotHttpAndDoesNotRunItAgain() {
        runsOnceAndTells("/things/odd-status", Outcome.BAD_ANSWER);
    }

    private static void runsOnceAndTells(String target, Outcome outcome) {
        int before = ThingsResource.RUNS.get();
        HttpResponseMessage answer = CLIENT.get(target);
        assertThat(answer.envelope().outcome()).isEqualTo(outcome);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(ThingsResource.RUNS.get() - before).isEqualTo(1);
    }
}
