package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An ID token that was not made for this sign-in makes no session (OpenID Connect Core section 3.1.3.7). */
final class S78_AnIdTokenIsVerifiedTest {
    private static StubIssuer issuer;
    private static Platform platform;
    private static String api;

    @BeforeAll
    static void start() {
        issuer = new StubIssuer();
        platform = issuer.platform("S78-id-token").echoes(0).start();
        api = platform.proxy(1).uri() + "/api";
    }

    @AfterAll
    static void stop() {
        platform.close();
        issuer.close();
    }

    @Test
    void onlyTheRightOneBeginsASession() {
        Browser good = new Browser();
        Browser.location(issuer.signIn(good, api, "ada"));
        assertThat(good.cookies()).containsKey(SignInPlatform.SESSION);

        Map<String, StubIssuer.IdToken> wrong = new LinkedHashMap<>();
        wrong.put("of another sign-in", changed("nonce", "another"));
        wrong.put("without a nonce", changed("nonce", null));
        wrong.put("for another client", changed("aud", "another"));
        wrong.put("for services", changed("aud", "pullway"));
        wrong.put("of another issuer", changed("iss", "https://evil.example"));
        wrong.put("of before", changed("exp", 1_000_000_000));
        wrong.put(
                "signed by somebody else",
                (claims, key) -> StubKey.made(key.id()).sign(claims));
        wrong.put(
                "by a key that is not published",
                (claims, key) -> StubKey.made("other").sign(claims));
        wrong.put("not signed", (claims, key) -> key.sign(claims).replaceFirst("[^.]+$", ""));
        wrong.put("no JWT", (claims, key) -> "text");
        wrong.forEach((what, made) -> {
            issuer.idTokens(made);
            Browser browser = new Browser();
            HttpResponse<String> answer = issuer.signIn(browser, api, "ada");
            assertThat(answer.statusCode()).as(what + ": " + answer.body()).isEqualTo(400);
            SignInPlatform.assertProblem(answer, 400, "sign-in-failed");
            assertThat(browser.cookies()).as(what).doesNotContainKey(SignInPlatform.SESSION);
        });

        String log = platform.proxy(1).output();
        assertThat(log).contains("event=sign-in-refused reason=\"its ID token is not good: aud");
        assertThat(issuer.idTokens().stream().filter(token -> token.contains(".")))
                .hasSize(wrong.size())
                .allSatisfy(token -> assertThat(log).doesNotContain(token.split("\\.")[1]));
    }

    /** Signed as it should be. @param value null to leave the claim out */
    private static StubIssuer.IdToken changed(String claim, Object value) {
        return (claims, key) -> {
            if (value == null) {
                claims.remove(claim);
            } else {
                claims.put(claim, value);
            }
            return key.sign(claims);
        };
    }
}
