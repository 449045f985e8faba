package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** New tokens come to the browser with whatever answer comes next, and that may be late, cached or a refusal. */
final class S78_ALateAnswerBringsNobodyBackTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SESSION = SignInPlatform.SESSION;
    private static final String BINDING = "__Host-pullway-binding";

    private static StubIssuer issuer;
    private static Platform platform;
    private static String api;

    @BeforeAll
    static void start() {
        issuer = new StubIssuer();
        platform = issuer.platform("S78-late").start();
        api = platform.proxy(1).uri() + "/api";
    }

    @AfterAll
    static void stop() {
        platform.close();
        issuer.close();
    }

    @Test
    void whoSignedOutStaysSignedOut() throws Exception {
        Browser browser = signedIn("ada");
        CompletableFuture<HttpResponse<String>> slow = slowAnswer(browser);
        assertThat(browser.fetch("POST", URI.create(api + "/-/sign-out"), "").statusCode())
                .isEqualTo(200);
        assertThat(browser.cookies()).doesNotContainKeys(SESSION, BINDING);

        browser.keep(slow.get(SOON.toSeconds(), TimeUnit.SECONDS));
        assertThat(browser.cookies()).as("the late answer has one").containsKey(SESSION);
        SignInPlatform.assertEnded(browser.copy().get(echo("")));
        assertThat(session(browser).get("signedIn").asBoolean()).isFalse();
        assertThat(browser.get(echo("")).statusCode()).as("as nobody").isEqualTo(200);

        Await.until(SOON, "both refresh tokens are revoked", () -> {
            List<String> ofAda = issuer.revoked().stream()
                    .filter(token -> token.startsWith("ada."))
                    .toList();
            return ofAda.size() == 2 && ofAda.contains("ada.0");
        });
    }

    @Test
    void whoSignedInSinceIsNotSomebodyElse() throws Exception {
        Browser browser = signedIn("bea");
        CompletableFuture<HttpResponse<String>> slow = slowAnswer(browser);
        issuer.signIn(browser, api, "bo");
        assertThat(session(browser).get("subject").asText()).isEqualTo("bo");

        browser.keep(slow.get(SOON.toSeconds(), TimeUnit.SECONDS));
        assertThat(browser.copy().get(echo("")).body()).doesNotContain("Bearer");
        assertThat(session(browser).get("signedIn").asBoolean()).isFalse();
    }

    @Test
    void noCacheKeepsAnAnswerWithASession() {
        String allowed = "?header=Cache-Control:public,%20max-age%3D60&header=CDN-Cache-Control:max-age%3D60";
        Browser browser = signedIn("cyd");
        HttpResponse<String> renewed = browser.get(echo(allowed));
        assertThat(renewed.headers().allValues("set-cookie")).isNotEmpty();
        assertThat(renewed.headers().allValues("cache-control")).containsExactly("private, no-store");
        assertThat(renewed.headers().allValues("cdn-cache-control")).isEmpty();

        HttpResponse<String> other = browser.get(echo(allowed));
        assertThat(other.headers().allValues("set-cookie")).isEmpty();
        assertThat(other.headers().allValues("cache-control")).containsExactly("public, max-age=60");

        browser.cookies().put(SESSION, "forged");
        HttpResponse<String> ended = browser.get(echo(allowed));
        SignInPlatform.assertEnded(ended);
        assertThat(ended.headers().allValues("cache-control")).containsExactly("private, no-store");
    }

    @Test
    void aKeyThatIsNotKnownYetEndsNoSession() {
        Browser browser = signedIn("dan");
        issuer.rotate();
        HttpResponse<String> refused;
        try {
            refused = browser.get(echo(""));
        } finally {
            // Whatever came of it, so that the other tests can go on.
            issuer.publish();
        }
        SignInPlatform.assertProblem(refused, 503, "not-accepted");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(browser.cookies()).containsKeys(SESSION, BINDING);

        Await.until(SOON, "the key is known", () -> {
            HttpResponse<String> answer = browser.get(echo(""));
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
            return answer.statusCode() == 200 && answer.body().contains("Bearer");
        });
    }

    @Test
    void orphanedPartsDoNotHinderTheNextSignIn() {
        Browser browser = new Browser();
        browser.cookies().put(SESSION + "-1", "of a session before");
        browser.cookies().put(SESSION + "-5", "of another");
        issuer.signIn(browser, api, "eve");
        assertThat(browser.cookies()).containsKey(SESSION).doesNotContainKeys(SESSION + "-1", SESSION + "-5");
        assertThat(session(browser).get("subject").asText()).isEqualTo("eve");
    }

    private static Browser signedIn(String subject) {
        Browser browser = new Browser();
        Browser.location(issuer.signIn(browser, api, subject));
        return browser;
    }

    /** A request that has the token refreshed and is answered a while later; its cookies are not kept. */
    private static CompletableFuture<HttpResponse<String>> slowAnswer(Browser browser) {
        Browser tab = browser.copy();
        int before = issuer.refreshes();
        CompletableFuture<HttpResponse<String>> answer =
                CompletableFuture.supplyAsync(() -> tab.get(echo("?delay=2000")));
        Await.until(SOON, "its token is refreshed", () -> issuer.refreshes() > before);
        return answer;
    }

    private static URI echo(String query) {
        return URI.create(api + "/echo" + query);
    }

    private static JsonNode session(Browser browser) {
        return Browser.json(browser.get(URI.create(api + "/-/session")));
    }
}
