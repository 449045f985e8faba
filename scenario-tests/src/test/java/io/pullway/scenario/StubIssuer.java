package io.pullway.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An OIDC provider over HTTP that can be made to answer as none should. Its access tokens for codes are due to be
 * refreshed at once, and good for 25 s; refreshed ones last for five minutes. Any thread may call any method.
 */
final class StubIssuer implements AutoCloseable {
    /** In whose name: what proxies believe by default. */
    private static final String NAME = "https://issuer.pullway.invalid";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, StubKey> published = new ConcurrentHashMap<>();
    private final AtomicInteger refreshes = new AtomicInteger();
    private final List<String> revoked = new CopyOnWriteArrayList<>();
    private final List<String> idTokens = new CopyOnWriteArrayList<>();
    private final StubKey key = StubKey.made("first");
    private volatile Duration life = Duration.ofMinutes(5);
    private volatile StubKey newest = key;
    private volatile IdToken idToken = (claims, good) -> good.sign(claims);

    /** Makes an ID token. */
    interface IdToken {
        /** @param claims as they should be, to be changed in place */
        String of(Map<String, Object> claims, StubKey good);
    }

    StubIssuer() {
        publish();
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serve("/.well-known/openid-configuration", form -> discovery());
        serve("/jwks", form -> jwks());
        serve("/token", this::token);
        serve("/revoke", form -> {
            revoked.add(form.get("token"));
            return Map.of();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A platform at whose proxies browsers sign in here. */
    PlatformSetup platform(String name) {
        return Platform.of(name)
                .proxyEnvironment("PULLWAY_IDENTITY_JWKS", url() + "/jwks")
                .proxyEnvironment("PULLWAY_SIGN_IN_ISSUER", url())
                .proxyEnvironment("PULLWAY_SIGN_IN_COOKIE_SECRETS", SignInPlatform.SECRET);
    }

    /** Signs in at this one, and returns the last answer. @param api such as {@code http://127.0.0.1:8081/api} */
    HttpResponse<String> signIn(Browser browser, String api, String subject) {
        Map<String, String> asked = form(
                Browser.location(browser.open(URI.create(api + "/-/sign-in"))).getRawQuery());
        return browser.open(URI.create(asked.get("redirect_uri") + "?state=" + asked.get("state") + "&code=" + subject
                + "." + asked.get("nonce")));
    }

    /** What its ID tokens are from now on. */
    void idTokens(IdToken made) {
        idToken = made;
    }

    /** All that it gave. */
    List<String> idTokens() {
        return idTokens;
    }

    /** Signs refreshed tokens with another key from now on, which nobody knows before {@link #publish}. */
    void rotate() {
        newest = StubKey.made("newer " + published.size());
    }

    void publish() {
        published.put(newest.id(), newest);
    }

    /** Its refreshed access tokens are good for so long from now on. */
    void life(Duration changed) {
        life = changed;
    }

    /** An access token, for {@code Authorization}. @param left until it ends; negative of one that has ended */
    String bearer(String subject, Duration left) {
        long now = System.currentTimeMillis() / 1_000;
        return "Bearer " + key.sign(claims(subject, "pullway", now - 300, now + left.toSeconds()));
    }

    int refreshes() {
        return refreshes.get();
    }

    List<String> revoked() {
        return revoked;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer",
                NAME,
                "authorization_endpoint",
                url() + "/authorize",
                "token_endpoint",
                url() + "/token",
                "jwks_uri",
                url() + "/jwks",
                "revocation_endpoint",
                url() + "/revoke",
                "response_types_supported",
                List.of("code"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"));
    }

    private Map<String, Object> jwks() {
        return Map.of("keys", published.values().stream().map(StubKey::jwk).toList());
    }

    /** A code is a subject and a nonce, a refresh token a subject and a number. */
    private Map<String, Object> token(Map<String, String> form) {
        boolean first = form.get("grant_type").equals("authorization_code");
        String[] given = form.get(first ? "code" : "refresh_token").split("\\.", 2);
        int number = first ? 0 : refreshes.incrementAndGet();
        long now = System.currentTimeMillis() / 1_000;
        Map<String, Object> answer = new TreeMap<>();
        answer.put("token_type", "Bearer");
        answer.put("refresh_token", given[0] + "." + number);
        answer.put(
                "access_token",
                first
                        ? key.sign(claims(given[0], "pullway", now - 300, now + 25))
                        : newest.sign(claims(given[0], "pullway", now, now + life.toSeconds())));
        if (first) {
            Map<String, Object> claims = claims(given[0], "pullway-browser", now, now + 300);
            claims.put("nonce", given[1]);
            answer.put("id_token", idToken.of(claims, key));
            idTokens.add(answer.get("id_token").toString());
        }
        return answer;
    }

    private static Map<String, Object> claims(String subject, String audience, long from, long to) {
        return new TreeMap<>(Map.of("iss", NAME, "sub", subject, "aud", audience, "iat", from, "exp", to));
    }

    private interface Answers {
        Map<String, Object> answer(Map<String, String> form) throws IOException;
    }

    private void serve(String path, Answers answers) {
        server.createContext(path, exchange -> {
            try (exchange) {
                send(
                        exchange,
                        JSON.writeValueAsBytes(answers.answer(
                                form(new String(exchange.getRequestBody().readAllBytes(), UTF_8)))));
            }
        });
    }

    private static void send(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .filter(pair -> pair.contains("="))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
    }
}
