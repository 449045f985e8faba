package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Dead letters over HTTP: seen, opened, sent again and erased by those of the group admin, and by nobody else. Proxy and
 * service have the logins that {@code k8s/charts/nats.yaml} gives them, and no more.
 */
final class S112_AdministratorsDealWithDeadLettersTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String NO_LETTER = LetterAdmin.LETTERS + "/0199a5e0-7c1f-7000-8000-00000000002a";

    private static StubIssuer issuer;
    private static Platform platform;
    private static String user;
    private static LetterAdmin admin;

    /** A dead instance's work comes back after 2 s instead of 10. Whoever has no login is taken for NACK. */
    @BeforeAll
    static void start() {
        issuer = new StubIssuer();
        platform = issuer.platform("S112")
                .proxyEnvironment("PULLWAY_IDENTITY_JWKS", Tokens.jwks())
                .proxyEnvironment("PULLWAY_LOG_JSON", "true")
                .natsConfig(NatsUsers.configuration() + "\nno_auth_user: nack\n")
                .streams(text -> text.replace("ackWait: 10s", "ackWait: 2s"))
                .proxies(0)
                .echoes(0)
                .start();
        List<Program> programs =
                List.of(platform.newProxy(NatsUsers.login("proxy")), platform.newEcho(NatsUsers.login("echo-service")));
        programs.forEach(Program::start);
        programs.forEach(Program::awaitReady);
        admin = new LetterAdmin(platform);
        user = Tokens.of("ada", "user");
    }

    @AfterAll
    static void end() {
        try (StubIssuer closing = issuer;
                Platform ending = platform) {
            NatsUsers.assertNothingRefused(ending);
        }
    }

    @AfterEach
    void clear() {
        admin.deleteAll();
    }

    @Test
    void whatWasGivenUpIsSeenWithoutItsCredentialsAndSentAgain() {
        RawRequest unsafe = RawRequest.post("/api/echo/unsafe?delay=1500", "once".getBytes(StandardCharsets.US_ASCII))
                .field("Authorization", user)
                .field("Content-Type", "text/plain");
        Burial.of(unsafe, platform);

        JsonNode listed = admin.onlyLetter();
        assertThat(listed.get("reason").asText()).isEqualTo("outcome-unknown");
        assertThat(listed.get("method").asText()).isEqualTo("POST");
        assertThat(listed.get("target").asText()).isEqualTo("/echo/unsafe?delay=1500");
        assertThat(listed.has("body")).isFalse();

        RawAnswer opened = admin.ask("GET", LetterAdmin.at(listed));
        assertThat(opened.text()).doesNotContain(user.substring("Bearer ".length()));
        assertThat(opened.value("cache-control")).contains("no-store");
        assertThat(opened.json().get("body").asText()).isEqualTo("once");
        assertThat(opened.json().get("fields").valueStream())
                .extracting(JsonNode::toString)
                .contains("[\"authorization\",\"***\"]", "[\"content-type\",\"text/plain\"]");
        assertThat(opened.json().get("warnings").valueStream())
                .extracting(JsonNode::asText)
                .containsExactly("credentials", "second-effect");

        RawAnswer redriven = admin.ask("POST", LetterAdmin.at(listed) + "/redrive");

        assertThat(redriven.status()).as("%s", redriven).isEqualTo(200);
        assertThat(redriven.json().get("outcome").asText()).isEqualTo("answered");
        assertThat(redriven.json().get("status").asInt()).isEqualTo(200);
        assertThat(redriven.json().get("deleted").asBoolean()).isTrue();
        assertThat(redriven.json().get("newId").asText())
                .isNotEqualTo(listed.get("id").asText());
        Problems.assertProblem(admin.ask("GET", LetterAdmin.at(listed)), 404, "no-such-request");
        String id = listed.get("id").asText();
        assertThat(platform.proxy(1).process().awaitLine("event=dead-letter-redriven request=" + id, SOON))
                .contains(" principal=", "\"requestId\":\"" + id + "\"");
    }

    @Test
    void whatIsNoRequestCanOnlyBeDeleted() {
        buryWhatIsNone(1);
        String letter = LetterAdmin.at(admin.onlyLetter());

        Problems.assertProblem(admin.ask("POST", letter + "/redrive"), 409, "not-redrivable");
        assertThat(admin.ask("DELETE", letter).status()).isEqualTo(204);
        Problems.assertProblem(admin.ask("DELETE", letter), 404, "no-such-request");
        Problems.assertProblem(admin.ask("POST", letter + "/redrive"), 404, "no-such-request");
    }

    @Test
    void aLongListComesInParts() {
        buryWhatIsNone(3);

        RawAnswer first = admin.ask("GET", LetterAdmin.LETTERS + "?limit=2");
        assertThat(first.json()).hasSize(2);
        String link = first.value("link").orElseThrow();
        assertThat(link).endsWith("; rel=\"next\"");
        RawAnswer rest = admin.ask("GET", link.substring(1, link.indexOf('>')));
        assertThat(rest.json()).hasSize(1);
        assertThat(rest.value("link")).isEmpty();
        assertThat(List.of(first.json().get(0), first.json().get(1), rest.json().get(0)))
                .as("the newest first")
                .extracting(letter -> letter.get("sequence").asInt())
                .isSortedAccordingTo((one, other) -> other - one);
    }

    @ParameterizedTest
    @CsvSource({"limit=0", "limit=101", "limit=many", "cursor=0", "cursor=first", "limit=%"})
    void whatIsNoPartOfTheListIsRefused(String query) {
        Problems.assertProblem(admin.ask("GET", LetterAdmin.LETTERS + "?" + query), 400, "bad-request");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, " + LetterAdmin.LETTERS,
        "GET, " + NO_LETTER,
        "DELETE, " + NO_LETTER,
        "POST, " + NO_LETTER + "/redrive",
        "GET, " + LetterAdmin.LETTERS + "/nobody"
    })
    void nobodyElseMay(String method, String target) {
        RawRequest request = RawRequest.of(method, target);
        Problems.assertProblem(request.sendTo(platform.proxy(1)), 401, "unauthorized");
        request.field("Authorization", user);
        Problems.assertProblem(request.sendTo(platform.proxy(1)), 403, "forbidden");
    }

    @Test
    void eachPathHasItsMethods() {
        Map.of(LetterAdmin.LETTERS, "GET, HEAD", NO_LETTER, "GET, HEAD, DELETE", NO_LETTER + "/redrive", "POST")
                .forEach((target, methods) -> {
                    RawAnswer answer = admin.ask("PATCH", target);
                    Problems.assertProblem(answer, 405, "method-not-allowed");
                    assertThat(answer.value("allow")).contains(methods);
                });
        Problems.assertProblem(admin.ask("GET", LetterAdmin.LETTERS + "/nobody"), 404, "no-such-request");
    }

    @Test
    void anotherSiteCannotMakeABrowserDoIt() {
        buryWhatIsNone(1);
        String letter = LetterAdmin.at(admin.onlyLetter());

        for (String site : List.of("cross-site", "same-site", "none")) {
            Problems.assertProblem(ofBrowser("DELETE", letter, site), 403, "cross-site");
            Problems.assertProblem(ofBrowser("POST", letter + "/redrive", site), 403, "cross-site");
        }
        assertThat(admin.letters()).hasSize(1);
    }

    @Test
    void aStrangersMessageThatNoClientCanReadHarmsNobody() {
        buryWhatIsNone(1);
        try (RawNats operator = RawNats.as("operator", platform.nats())) {
            operator.publish("dead.echo." + HandMade.ID, "Pullway-Dead-Reason: gr\u00fcn\r\n", "");
        }

        assertThat(admin.letters()).as("what is no letter is left out").hasSize(1);
        assertThat(admin.ask("GET", LetterAdmin.LETTERS + "/" + HandMade.ID).status())
                .isEqualTo(404);
        assertThat(RawRequest.get("/api/echo").sendTo(platform.proxy(1)).status())
                .isEqualTo(200);
    }

    private static RawAnswer ofBrowser(String method, String target, String site) {
        return RawRequest.of(method, target)
                .field("Cookie", SignInPlatform.SESSION + "=of-somebody")
                .field("Sec-Fetch-Site", site)
                .sendTo(platform.proxy(1));
    }

    private static void buryWhatIsNone(int count) {
        try (RawNats operator = RawNats.as("operator", platform.nats())) {
            for (int i = 0; i < count; i++) {
                assertThat(operator.mayPublish(HandMade.subject())).isTrue();
            }
        }
        Await.until(SOON, count + " are buried", () -> admin.letters().size() == count);
    }
}
