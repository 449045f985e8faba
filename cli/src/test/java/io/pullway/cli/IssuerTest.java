package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.cli.issuer.IssuerFolder;
import io.pullway.cli.issuer.IssuerServer;
import io.pullway.cli.issuer.TokenGrants;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pullway issuer}, over HTTP. */
class IssuerTest {
    private static final String BACK = "http://localhost:8080/api/-/sign-in/callback";
    private static final String VERIFIER = "a-verifier-of-this-test-that-has-43-characters";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static IssuerServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        TokenGrants.Terms terms =
                new TokenGrants.Terms("https://issuer.example", "pullway", "pullway-browser", Duration.ofMinutes(5));
        server = new IssuerServer(0, new IssuerFolder(folder.resolve("issuer")), terms);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void itTellsWhereEverythingIs() throws Exception {
        Map<String, Object> metadata =
                JsonUtil.parseJson(get("/.well-known/openid-configuration").body());
        assertThat(metadata)
                .containsEntry("issuer", "https://issuer.example")
                .containsEntry("authorization_endpoint", server.url() + "/authorize")
                .containsEntry("token_endpoint", server.url() + "/token")
                .containsEntry("jwks_uri", server.url() + "/jwks");
        assertThat(get("/jwks").body()).contains("\"kty\":\"EC\"").doesNotContain("\"d\":");
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/jwks/more").statusCode()).isEqualTo(404);
    }

    @Test
    void aCodeBuysTokensOnce() throws Exception {
        String code = code("yuki");
        Map<String, Object> tokens = JsonUtil.parseJson(token(forCode(code)).body());

        JwtClaims access = claims(tokens.get("access_token"), "pullway");
        assertThat(access.getSubject()).isEqualTo("yuki");
        assertThat(access.getStringListClaimValue("groups")).containsExactly("user", "admin");
        JwtClaims id = claims(tokens.get("id_token"), "pullway-browser");
        assertThat(id.getStringClaimValue("nonce")).isEqualTo("n");
        assertThat(id.getStringClaimValue("name")).isEqualTo("Yuki Tanaka");
        assertError("invalid_grant", token(forCode(code)));
    }

    @Test
    void aCodeIsForWhoHasTheVerifierAndCameFromThere() throws Exception {
        assertError("invalid_grant", token(with(forCode(code("anna")), "code_verifier", VERIFIER + "x")));
        assertError("invalid_grant", token(with(forCode(code("anna")), "code_verifier", "")));
        assertError("invalid_grant", token(with(forCode(code("anna")), "redirect_uri", BACK + "x")));
        assertError("invalid_client", token(with(forCode(code("anna")), "client_id", "other")));
        assertError("unsupported_grant_type", token(with(forCode(code("anna")), "grant_type", "password")));
        assertError("invalid_grant", token(forCode("made up")));
    }

    @Test
    void aRefreshTokenBuysNewOnesAndNothingElseDoes() throws Exception {
        Map<String, Object> tokens =
                JsonUtil.parseJson(token(forCode(code("chidi"))).body());
        Map<String, Object> again =
                JsonUtil.parseJson(token(refresh(tokens.get("refresh_token"))).body());
        assertThat(claims(again.get("access_token"), "pullway").getStringListClaimValue("groups"))
                .containsExactly("user", "moderator");
        assertThat(claims(tokens.get("refresh_token"), "pullway-issuer").getAudience())
                .as("no proxy takes it")
                .doesNotContain("pullway");
        for (Object other : List.of(tokens.get("access_token"), tokens.get("id_token"), "x", "")) {
            assertError("invalid_grant", token(refresh(other)));
        }
    }

    @Test
    void nobodyIsSentElsewhere() throws Exception {
        for (String elsewhere : List.of(
                "https://evil.example/",
                "http://localhost.evil.example/",
                "http://localhost@evil.example/",
                "http://user@localhost/",
                "javascript:alert(1)",
                "/callback",
                "")) {
            HttpResponse<String> answer = authorize(with(request("anna"), "redirect_uri", elsewhere));
            assertThat(answer.statusCode()).as(elsewhere).isEqualTo(400);
            assertThat(answer.headers().firstValue("location")).isEmpty();
        }
        for (String parameter : List.of("client_id", "response_type", "code_challenge", "code_challenge_method")) {
            assertThat(authorize(with(request("anna"), parameter, "x")).statusCode())
                    .as(parameter)
                    .isEqualTo(400);
        }
        assertThat(authorize(request("nobody")).statusCode()).isEqualTo(400);
    }

    @Test
    void thePageShowsThePeopleAndWritesNothingOfTheRequestAsHtml() throws Exception {
        Map<String, String> request = request("anna");
        request.remove("user");
        // Characters that an address may have as they are; a browser would read < and " here.
        HttpResponse<String> page = get("/authorize?" + form(request) + "&more=&quot;&gt;&lt;script&gt;");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("Anna Lindqvist", "Mateo García", "moderator", "&amp;more=&amp;quot;&amp;gt;&amp;lt;script")
                .doesNotContain("more=&quot;", "&lt;script");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'");
    }

    @Test
    void theCommandLineIsChecked() {
        assertThat(Run.of("issuer", "--port", "70000").exitCode()).isEqualTo(2);
        assertThat(Run.of("issuer", "--valid", "100ms").exitCode()).isEqualTo(2);
    }

    @Test
    void aPortInUseIsSaid(@TempDir Path folder) {
        String port = server.url().replaceFirst(".*:", "");
        Run run = Run.of("issuer", "--port", port, "--keys", folder.resolve("k").toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Port " + port + " cannot be opened", "--port");
    }

    private static Map<String, String> request(String user) throws Exception {
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        return new TreeMap<>(Map.of(
                "client_id", "pullway-browser",
                "response_type", "code",
                "redirect_uri", BACK,
                "state", "s",
                "nonce", "n",
                "code_challenge", challenge,
                "code_challenge_method", "S256",
                "user", user));
    }

    private static String code(String user) throws Exception {
        String location =
                authorize(request(user)).headers().firstValue("location").orElseThrow();
        assertThat(location).startsWith(BACK + "?code=").endsWith("&state=s");
        return location.replaceFirst(".*code=([^&]+).*", "$1");
    }

    private static Map<String, String> forCode(String code) {
        return Map.of(
                "grant_type", "authorization_code",
                "client_id", "pullway-browser",
                "redirect_uri", BACK,
                "code", code,
                "code_verifier", VERIFIER);
    }

    private static Map<String, String> refresh(Object token) {
        return Map.of(
                "grant_type", "refresh_token",
                "client_id", "pullway-browser",
                "refresh_token", token.toString());
    }

    private static Map<String, String> with(Map<String, String> parameters, String name, String value) {
        Map<String, String> changed = new TreeMap<>(parameters);
        changed.put(name, value);
        return changed;
    }

    private static JwtClaims claims(Object token, String audience) throws Exception {
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(
                        new JsonWebKeySet(get("/jwks").body()).getJsonWebKeys()))
                .setExpectedIssuer("https://issuer.example")
                .setExpectedAudience(audience)
                .build()
                .processToClaims(token.toString());
    }

    private static void assertError(String error, HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JsonUtil.parseJson(answer.body())).containsEntry("error", error);
    }

    private static HttpResponse<String> authorize(Map<String, String> parameters) throws Exception {
        return get("/authorize?" + form(parameters));
    }

    private static HttpResponse<String> token(Map<String, String> parameters) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.url() + "/token"))
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(parameters))));
    }

    private static HttpResponse<String> get(String target) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(server.url() + target)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
