package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/** A platform at which browsers sign in, and the issuer that they are sent to. */
record SignInPlatform(Path folder, DevelopmentIssuer issuer, IssuerProcess page, Platform all)
        implements AutoCloseable {
    static final String SECRET = "a secret of these tests and of nobody else";
    static final String OLD_SECRET = "the secret that the tests had before this one";
    static final String SESSION = "__Host-pullway-session";

    /** Two proxies, an echo service and a rating service. @param folder for the issuer's keys */
    static SignInPlatform start(String name, Path folder) {
        DevelopmentIssuer issuer = new DevelopmentIssuer(folder.resolve("issuer"));
        IssuerProcess page = new IssuerProcess().start(folder.resolve("issuer"));
        try {
            Platform all = withSignIn(Platform.of(name), page)
                    .proxies(2)
                    .echoes(1)
                    .ratings(1)
                    .proxyEnvironment("PULLWAY_IDENTITY_JWKS", issuer.jwks())
                    .serviceEnvironment("PULLWAY_IDENTITY_JWKS", issuer.jwks())
                    .serviceEnvironment("PULLWAY_RATING_SEED_OWNERS", "true")
                    .start();
            return new SignInPlatform(folder, issuer, page, all);
        } catch (Throwable failed) {
            page.close();
            throw failed;
        }
    }

    /** Lets browsers sign in at this page, where tokens are believed that it gives. */
    static PlatformSetup withSignIn(PlatformSetup setup, IssuerProcess page) {
        return setup.proxyEnvironment("PULLWAY_SIGN_IN_ISSUER", page.url())
                .proxyEnvironment("PULLWAY_SIGN_IN_COOKIE_SECRETS", SECRET);
    }

    /** By number, from 1. */
    Program proxy(int number) {
        return all.proxy(number);
    }

    /** One more, not yet started. */
    Program newProxy(Map<String, String> environment) {
        return all.newProxy(environment);
    }

    /** The API root at a proxy. */
    String api(int proxy) {
        return proxy(proxy).uri() + "/api";
    }

    URI at(int proxy, String path) {
        return URI.create(api(proxy) + path);
    }

    /** What {@code /-/session} tells a page. */
    JsonNode session(Browser browser, int proxy) {
        HttpResponse<String> answer = browser.get(at(proxy, "/-/session"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().allValues("cache-control")).singleElement().isIn("no-store", "private, no-store");
        return Browser.json(answer);
    }

    @Override
    public void close() {
        page.close();
        all.close();
    }

    static void assertEnded(HttpResponse<String> answer) {
        assertProblem(answer, 401, "session-ended");
        assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
                .startsWith("Bearer ");
    }

    static void assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(Browser.json(answer).get("type").asText()).isEqualTo("urn:pullway:problem:" + type);
    }
}
