package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A browser signs in at the issuer and gets a cookie instead of tokens; the proxies put its token in the cookie's place.
 */
final class S78_ABrowserSignsInTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SESSION = SignInPlatform.SESSION;

    private static SignInPlatform platform;

    @BeforeAll
    static void start(@TempDir Path folder) {
        platform = SignInPlatform.start("S78", folder);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void signsInReadsAndRates() {
        Browser browser = new Browser();
        assertThat(platform.session(browser, 1).get("signedIn").asBoolean()).isFalse();

        URI authorize = Browser.location(browser.open(platform.at(1, "/-/sign-in?return=/api/-/docs")));
        assertThat(authorize.toString()).startsWith(platform.page().url()).contains("code_challenge_method=S256");
        HttpResponse<String> choice = browser.open(authorize);
        assertThat(choice.body()).contains("Anna Lindqvist", "Yuki Tanaka", "moderator", "&amp;user=anna");
        URI callback = Browser.location(browser.open(URI.create(authorize + "&user=anna")));
        assertThat(Browser.location(browser.open(callback))).isEqualTo(platform.at(1, "/-/docs"));

        JsonNode session = platform.session(browser, 1);
        assertThat(session.get("signedIn").asBoolean()).isTrue();
        assertThat(session.get("subject").asText()).isEqualTo("anna");
        assertThat(session.get("name").asText()).isEqualTo("Anna Lindqvist");
        assertThat(session.get("roles")).extracting(JsonNode::asText).containsExactly("user");
        assertThat(session.toString()).doesNotContain("eyJ");

        // The profile of the data for a first look is hers.
        HttpResponse<String> rated = browser.fetch("POST", platform.at(1, "/ratings"), rating(1, notRatedBy(browser)));
        assertThat(rated.statusCode()).as(rated.body()).isEqualTo(201);
        HttpResponse<String> asAnother = browser.fetch("POST", platform.at(1, "/ratings"), rating(2, 1));
        assertThat(asAnother.statusCode()).as(asAnother.body()).isEqualTo(403);
    }

    @Test
    void everyProxyTakesTheCookieAndItsOldSecret() {
        Browser browser = new Browser().signIn(platform.api(1), "anna");
        assertThat(platform.session(browser, 2).get("subject").asText()).isEqualTo("anna");

        Program changed = platform.newProxy(
                Map.of("PULLWAY_SIGN_IN_COOKIE_SECRETS", SignInPlatform.OLD_SECRET + "," + SignInPlatform.SECRET));
        Program stranger = platform.newProxy(Map.of("PULLWAY_SIGN_IN_COOKIE_SECRETS", SignInPlatform.OLD_SECRET));
        List.of(changed, stranger).forEach(Program::start);
        List.of(changed, stranger).forEach(Program::awaitReady);
        assertThat(browser.get(URI.create(changed.uri() + "/api/echo")).body()).contains("Bearer eyJ");
        SignInPlatform.assertEnded(browser.copy().get(URI.create(stranger.uri() + "/api/echo")));
    }

    @Test
    void whatWasBegunAtOneProxyIsCompletedAtAnother() {
        Browser browser = new Browser();
        URI authorize = Browser.location(browser.open(platform.at(1, "/-/sign-in")));
        String callback = Browser.location(browser.open(URI.create(authorize + "&user=chidi")))
                .toString()
                .replace(":" + platform.proxy(1).port(), ":" + platform.proxy(2).port());
        Browser.location(browser.open(URI.create(callback)));
        assertThat(platform.session(browser, 1).get("roles"))
                .extracting(JsonNode::asText)
                .containsExactly("user", "moderator");
    }

    @Test
    void signingOutEndsIt() {
        Browser browser = new Browser().signIn(platform.api(1), "anna");
        HttpResponse<String> answer = browser.fetch("POST", platform.at(1, "/-/sign-out"), "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        assertThat(platform.session(browser, 1).get("signedIn").asBoolean()).isFalse();
        assertThat(browser.fetch("POST", platform.at(1, "/ratings"), rating(1, 1))
                        .statusCode())
                .isEqualTo(401);
        assertThat(browser.get(platform.at(1, "/users")).statusCode()).isEqualTo(200);
        assertThat(browser.open(platform.at(1, "/-/sign-out")).statusCode()).isEqualTo(405);
    }

    @Test
    void whatIsKeptBelongsToWhoSignedIn() {
        String key = UUID.randomUUID().toString();
        String first = keyed(new Browser().signIn(platform.api(1), "anna"), key);
        String again = keyed(new Browser().signIn(platform.api(2), "anna"), key);
        String other = keyed(new Browser().signIn(platform.api(1), "mateo"), key);
        RawAnswer byToken = RawRequest.post("/api/echo", "{}".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .field("Idempotency-Key", key)
                .field("Content-Type", "application/json")
                .field("Authorization", platform.issuer().bearer("anna"))
                .sendTo(platform.proxy(2));

        assertThat(again).isEqualTo(first);
        assertThat(byToken.json().get("requestId").asText()).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void behindAGatewayTheAddressIsTheGateways() {
        Program proxy = platform.newProxy(Map.of("PULLWAY_PROXY_TRUSTED_GATEWAYS", "127.0.0.1"));
        proxy.start();
        proxy.awaitReady();
        RawAnswer sent = RawRequest.get("/api/-/sign-in")
                .field("X-Forwarded-Proto", "https")
                .field("X-Forwarded-Host", "shop.example")
                .sendTo(proxy);
        assertThat(sent.value("location").orElseThrow())
                .contains("redirect_uri=https%3A%2F%2Fshop.example%2Fapi%2F-%2Fsign-in%2Fcallback");

        try (Gateway gateway = new Gateway(List.of(proxy), platform.all().logs().resolve("gateway.log"))) {
            String api = "http://127.0.0.1:" + gateway.port() + "/api";
            Browser browser = new Browser().signIn(api, "anna");
            HttpRequest.Builder post =
                    HttpRequest.newBuilder(URI.create(api + "/echo")).POST(HttpRequest.BodyPublishers.noBody());
            assertThat(browser.send(post.copy().header("origin", api.replace("/api", "")), null)
                            .statusCode())
                    .isEqualTo(200);
            SignInPlatform.assertProblem(
                    browser.send(post.copy().header("origin", proxy.uri().toString()), null), 403, "cross-site");
        }
    }

    @Test
    void twoTabsSignInAtTheSameTime() {
        Browser browser = new Browser();
        URI first = Browser.location(browser.open(platform.at(1, "/-/sign-in?return=/first")));
        URI second = Browser.location(browser.open(platform.at(1, "/-/sign-in?return=/second")));
        URI back = Browser.location(browser.open(URI.create(first + "&user=anna")));
        assertThat(Browser.location(browser.open(back)).getPath()).isEqualTo("/first");
        back = Browser.location(browser.open(URI.create(second + "&user=anna")));
        assertThat(Browser.location(browser.open(back)).getPath()).isEqualTo("/second");
    }

    @Test
    void tokensAreRefreshedAndAnEndOfThatIsTold() {
        Path keys = platform.folder().resolve("short");
        DevelopmentIssuer shortLived = new DevelopmentIssuer(keys);
        try (IssuerProcess brief = new IssuerProcess("--valid", "3s").start(keys)) {
            Program proxy = platform.newProxy(
                    Map.of("PULLWAY_SIGN_IN_ISSUER", brief.url(), "PULLWAY_IDENTITY_JWKS", shortLived.jwks()));
            proxy.start();
            proxy.awaitReady();
            URI echo = URI.create(proxy.uri() + "/api/echo");
            Browser browser = new Browser().signIn(proxy.uri() + "/api", "anna");
            Browser slow = browser.copy();

            Set<String> tokens = new HashSet<>();
            Await.until(SOON, "two more tokens", () -> {
                HttpResponse<String> answer = browser.get(echo);
                assertThat(answer.statusCode()).isEqualTo(200);
                tokens.add(answer.body().replaceFirst("(?s).*Bearer ([^\"]+)\".*", "$1"));
                return tokens.size() == 3;
            });
            assertThat(browser.cookies().get(SESSION))
                    .isNotEqualTo(slow.cookies().get(SESSION));
            assertThat(slow.get(echo).statusCode()).as("with the first cookie").isEqualTo(200);

            brief.stop();
            Await.until(SOON, "the end of the token", () -> browser.get(echo).statusCode() == 503);
            assertThat(browser.cookies()).as("it may go on later").containsKey(SESSION);
            brief.start(keys);
            Await.until(SOON, "the issuer is back", () -> browser.get(echo).statusCode() == 200);

            brief.stop();
            brief.start(platform.folder().resolve("keys that know nobody"));
            Await.until(SOON, "the issuer refuses", () -> browser.get(echo).statusCode() == 401);
            assertThat(browser.cookies()).doesNotContainKey(SESSION);
            assertThat(browser.get(echo).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anIssuerThatComesLaterIsFound() {
        try (IssuerProcess late = new IssuerProcess()) {
            Program proxy = platform.newProxy(Map.of("PULLWAY_SIGN_IN_ISSUER", late.url()));
            proxy.start();
            proxy.awaitReady();
            HttpResponse<String> answer = new Browser().open(URI.create(proxy.uri() + "/api/-/sign-in"));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("urn:pullway:problem:not-accepted");

            late.start(platform.folder().resolve("issuer"));
            assertThat(new Browser().signIn(proxy.uri() + "/api", "anna").cookies())
                    .containsKey(SESSION);
        }
    }

    @Test
    void withoutAnIssuerNothingIsThereAndCookiesAreTheServices() {
        Program plain = platform.newProxy(Map.of("PULLWAY_SIGN_IN_ISSUER", ""));
        plain.start();
        plain.awaitReady();
        for (String path : List.of("/-/sign-in", "/-/sign-in/callback", "/-/session", "/-/sign-out")) {
            assertThat(new Browser()
                            .open(URI.create(plain.uri() + "/api" + path))
                            .statusCode())
                    .isEqualTo(404);
        }
        Browser browser = new Browser().signIn(platform.api(1), "anna");
        assertThat(browser.get(URI.create(plain.uri() + "/api/echo")).body()).contains(SESSION);
    }

    private static String keyed(Browser browser, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(platform.at(1, "/echo"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .header("content-type", "application/json")
                .header("idempotency-key", key);
        HttpResponse<String> answer = browser.send(request, "same-origin");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Browser.json(answer).get("requestId").asText();
    }

    private static int notRatedBy(Browser anna) {
        HttpResponse<String> own = anna.get(platform.at(1, "/ratings?userId=1&limit=200"));
        Set<Integer> rated = new HashSet<>();
        Browser.json(own).forEach(each -> rated.add(each.get("serviceId").asInt()));
        return IntStream.rangeClosed(1, 24)
                .filter(service -> !rated.contains(service))
                .findFirst()
                .orElseThrow();
    }

    private static String rating(int user, int service) {
        return "{\"userId\":%d,\"serviceId\":%d,\"score\":4}".formatted(user, service);
    }
}
