package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What services, other sites, other browsers and forged cookies get of a session cookie: nothing. */
final class S78_NobodyElseUsesASessionTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SESSION = SignInPlatform.SESSION;

    private static SignInPlatform platform;

    @BeforeAll
    static void start(@TempDir Path folder) {
        platform = SignInPlatform.start("S78-misuse", folder);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void theServiceGetsTheTokenAndNeverTheCookie() {
        Browser browser = new Browser().signIn(platform.api(1), "mateo");
        browser.cookies().put("theme", "dark");
        try (NatsClient nats = new NatsClient(platform.all())) {
            NatsClient.Watch stored = nats.watch("http.echo.>");
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = browser.fetch("POST", platform.at(1, "/echo"), "{}");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().allValues("vary")).contains("cookie");
                String message = stored.next().payload();
                assertThat(message).doesNotContain("__Host-").contains("\r\ncookie: theme=dark\r\n");
                assertThat(message).containsOnlyOnce("\r\nauthorization: Bearer eyJ");
            }
        }
        // Half of a session is none, and does not travel either.
        browser.cookies().keySet().removeIf(name -> !name.equals("__Host-pullway-sign-in"));
        HttpResponse<String> answer = browser.get(platform.at(1, "/echo"));
        assertThat(answer.body()).doesNotContain("__Host-", "authorization", "cookie");
    }

    @Test
    void neitherDoesItOverHttp2() throws Exception {
        String cookies = new Browser().signIn(platform.api(1), "anna").cookieField();
        HttpRequest request = HttpRequest.newBuilder(platform.at(1, "/echo"))
                .header("cookie", "theme=dark; " + cookies)
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.body()).contains("Bearer eyJ", "theme=dark").doesNotContain("__Host-");
            }
        }
    }

    @Test
    void aForgedCookieEndsAndTheBrowserCanGoOn() {
        String good = new Browser().signIn(platform.api(1), "anna").cookies().get(SESSION);
        String changed = good.substring(0, good.length() - 9)
                + (good.charAt(good.length() - 9) == 'A' ? 'B' : 'A')
                + good.substring(good.length() - 8);
        for (String forged : List.of(
                "",
                "x",
                "a.b.c",
                "eyJhbGciOiJub25lIn0..x.y.z",
                sealedBy("{\"alg\":5,\"enc\":\"A256GCM\"}"),
                sealedBy("{\"alg\":\"dir\",\"enc\":5}"),
                sealedBy("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"crit\":[5]}"),
                changed,
                platform.issuer().token("anna"))) {
            Browser browser = new Browser();
            browser.cookies().put(SESSION, forged);
            SignInPlatform.assertEnded(browser.get(platform.at(1, "/echo")));
            assertThat(browser.cookies()).doesNotContainKey(SESSION);
            assertThat(browser.get(platform.at(1, "/echo")).statusCode()).isEqualTo(200);

            browser.cookies().put(SESSION, forged);
            assertThat(platform.session(browser, 1).get("signedIn").asBoolean()).isFalse();
        }
        assertThat(platform.proxy(1).output())
                .as("forgers do not fill the log")
                .doesNotContain("event=session-not-opened", "ClassCastException");
    }

    /** What looks like a sealed session with such a header. */
    private static String sealedBy(String header) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(StandardCharsets.US_ASCII))
                + "..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA";
    }

    @Test
    void anotherSiteChangesNothing() {
        Browser browser = new Browser().signIn(platform.api(1), "yuki");
        String origin = "http://127.0.0.1:" + platform.proxy(1).port();
        try (NatsClient nats = new NatsClient(platform.all())) {
            long before = nats.deliveries();
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
                assertCrossSite(browser.send(unsafe(method), "cross-site"));
                assertCrossSite(browser.send(unsafe(method), "same-site"));
                assertCrossSite(browser.send(unsafe(method), "none"));
                assertCrossSite(browser.send(unsafe(method).header("origin", origin), "cross-site"));
                assertCrossSite(browser.send(unsafe(method), null));
                for (String other :
                        List.of("null", "https://evil.example", origin + "0", "https" + origin.substring(4), "")) {
                    assertCrossSite(browser.send(unsafe(method).header("origin", other), null));
                }
            }
            nats.awaitNothingStored();
            assertThat(nats.deliveries()).isEqualTo(before);
        }
        assertThat(browser.send(unsafe("POST").header("origin", origin), null).statusCode())
                .isEqualTo(200);
        assertThat(browser.send(unsafe("POST"), "same-origin").statusCode()).isEqualTo(200);
        assertThat(browser.send(unsafe("GET"), "cross-site").statusCode()).isEqualTo(200);
        assertThat(browser.send(unsafe("GET"), null).statusCode()).isEqualTo(200);
        // SameSite keeps the cookie from the form of another site: whether there is a session cannot be told then.
        for (Browser each : List.of(browser, new Browser())) {
            for (String site : List.of("cross-site", "same-site")) {
                HttpResponse<String> signOut = each.send(
                        HttpRequest.newBuilder(platform.at(1, "/-/sign-out")).POST(nothing()), site);
                assertCrossSite(signOut);
                assertThat(signOut.headers().allValues("set-cookie")).isEmpty();
            }
        }
        assertThat(new Browser().send(unsafe("POST"), "cross-site").statusCode())
                .as("without a session there is nothing to misuse")
                .isEqualTo(200);
    }

    @Test
    void aSignInIsForTheBrowserThatBeganItAndOnce() {
        Browser browser = new Browser();
        URI authorize = Browser.location(browser.open(platform.at(1, "/-/sign-in")));
        URI callback = Browser.location(browser.open(URI.create(authorize + "&user=anna")));

        Browser victim = new Browser();
        assertFailed(victim.open(callback));
        Browser.location(victim.open(platform.at(1, "/-/sign-in")));
        assertFailed(victim.open(callback));
        assertThat(victim.cookies()).doesNotContainKey(SESSION);
        assertFailed(browser.open(platform.at(1, "/-/sign-in/callback?code=x&state=y")));
        assertFailed(browser.open(platform.at(1, "/-/sign-in/callback")));
        assertFailed(browser.open(URI.create(callback.toString().replaceFirst("code=[^&]+", "error=access_denied"))));
        assertFailed(browser.open(URI.create(callback.toString().replaceFirst("code=[^&]+", "code=stolen"))));

        Browser.location(browser.open(callback));
        assertFailed(browser.open(callback));
        assertThat(platform.session(browser, 1).get("signedIn").asBoolean()).isTrue();
    }

    @Test
    void nobodyIsSentToAnotherHost() {
        for (String elsewhere : List.of(
                "//evil.example", "/%5Cevil.example", "https://evil.example", "evil", "", "/%0d%0aa:b", "/%20")) {
            assertFailed(new Browser().open(platform.at(1, "/-/sign-in?return=" + elsewhere)));
        }
        RawAnswer garbled = RawRequest.get("/api/-/sign-in?return=%zz").sendTo(platform.proxy(1));
        Problems.assertProblem(garbled, 400, "bad-request");
    }

    @Test
    void theIssuerGivesNothingToOthers() {
        Browser browser = new Browser();
        String authorize =
                Browser.location(browser.open(platform.at(1, "/-/sign-in"))).toString();
        String anna = authorize + "&user=anna";
        for (String wrong : List.of(
                anna.replaceFirst("redirect_uri=[^&]+", "redirect_uri=https%3A%2F%2Fevil.example%2F"),
                anna.replaceFirst("client_id=[^&]+", "client_id=other"),
                anna.replaceFirst("code_challenge_method=S256", "code_challenge_method=plain"),
                anna.replaceFirst("response_type=code", "response_type=token"),
                authorize + "&user=nobody")) {
            HttpResponse<String> answer = browser.open(URI.create(wrong));
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.headers().firstValue("location")).isEmpty();
        }
        assertThat(Browser.location(browser.open(URI.create(anna))).getPath())
                .as("as it was")
                .isEqualTo("/api/-/sign-in/callback");
        RawAnswer rebound = RawRequest.get("/jwks").sendTo(platform.page());
        assertThat(rebound.status()).as("for the host shop.example").isEqualTo(404);
    }

    @Test
    void aConfigurationThatIsNotSafeStopsTheStart() {
        assertRefused(
                "pullway.sign-in.issuer is 'http://issuer.example'", "PULLWAY_SIGN_IN_ISSUER", "http://issuer.example");
        assertRefused("pullway.sign-in.cookie-secrets", "PULLWAY_SIGN_IN_COOKIE_SECRETS", "short");
        assertRefused("pullway.identity.jwks is not", "PULLWAY_IDENTITY_JWKS", "");
        assertRefused("openid", "PULLWAY_SIGN_IN_SCOPES", "profile");
        assertRefused("pullway.sign-in.session-limit", "PULLWAY_SIGN_IN_SESSION_LIMIT", "1s");
    }

    private static void assertRefused(String sentence, String variable, String value) {
        Program refused = platform.newProxy(Map.of(variable, value));
        refused.start();
        refused.process().awaitExit(SOON);
        assertThat(refused.output()).contains(sentence);
    }

    private static void assertCrossSite(HttpResponse<String> answer) {
        SignInPlatform.assertProblem(answer, 403, "cross-site");
    }

    private static void assertFailed(HttpResponse<String> answer) {
        SignInPlatform.assertProblem(answer, 400, "sign-in-failed");
    }

    private static HttpRequest.Builder unsafe(String method) {
        return HttpRequest.newBuilder(platform.at(1, "/echo")).method(method, nothing());
    }

    private static HttpRequest.BodyPublisher nothing() {
        return HttpRequest.BodyPublishers.noBody();
    }
}
