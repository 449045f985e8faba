package io.pullway.cli.issuer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pullway.cli.streams.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jose4j.json.JsonUtil;

/**
 * An OIDC provider for development, on loopback: discovery, keys, the authorization code flow with PKCE and nothing
 * else. It asks for no password: a page offers the people of {@link Person}.
 */
public final class IssuerServer implements AutoCloseable {
    private static final int MAX_FORM = 64 << 10;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpServer server;
    private final IssuerFolder keys;
    private final TokenGrants grants;
    private final Codes codes = new Codes();

    private record Answer(int status, String mediaType, String body, String location) {
        static Answer json(int status, Map<String, Object> members) {
            return new Answer(status, "application/json", JsonUtil.toJson(members), null);
        }

        static Answer html(int status, String page) {
            return new Answer(status, "text/html; charset=utf-8", page, null);
        }
    }

    private interface Path {
        Answer answer(HttpExchange exchange) throws IOException, RefusedException;
    }

    /** @param port 0 for any that is free */
    public IssuerServer(int port, IssuerFolder keys, TokenGrants.Terms terms) throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        this.keys = keys;
        this.grants = new TokenGrants(keys, codes, terms);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        serve("/.well-known/openid-configuration", exchange -> discovery(terms));
        serve("/jwks", exchange -> jwks());
        serve("/authorize", exchange -> authorize(exchange, terms));
        serve("/token", this::token);
        server.start();
    }

    /** Where it answers. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private Answer discovery(TokenGrants.Terms terms) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", terms.issuer());
        metadata.put("authorization_endpoint", url() + "/authorize");
        metadata.put("token_endpoint", url() + "/token");
        metadata.put("jwks_uri", url() + "/jwks");
        metadata.put("response_types_supported", List.of("code"));
        metadata.put("grant_types_supported", List.of("authorization_code", "refresh_token"));
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put("id_token_signing_alg_values_supported", List.of("ES256"));
        metadata.put("scopes_supported", List.of("openid", "profile"));
        metadata.put("token_endpoint_auth_methods_supported", List.of("none"));
        metadata.put("code_challenge_methods_supported", List.of("S256"));
        return Answer.json(200, metadata);
    }

    private Answer jwks() throws IOException, RefusedException {
        keys.signingKey();
        return new Answer(200, "application/jwk-set+json", Files.readString(keys.published()), null);
    }

    private Answer authorize(HttpExchange exchange, TokenGrants.Terms terms) {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        Map<String, String> parameters = parameters(query);
        try {
            AuthorizationRequest request = AuthorizationRequest.of(parameters, terms.clientId());
            if (!parameters.containsKey("user")) {
                return Answer.html(200, SignInPage.html(query));
            }
            Person person = Person.of(parameters.get("user"));
            if (person == null) {
                return Answer.html(400, SignInPage.refusal("There is nobody of this name."));
            }
            String location = request.redirectUri() + (request.redirectUri().indexOf('?') < 0 ? "?" : "&") + "code="
                    + codes.give(request, person);
            String state = request.state() == null ? "" : "&state=" + encoded(request.state());
            return new Answer(303, "text/plain", "", location + state);
        } catch (IllegalArgumentException e) {
            return Answer.html(400, SignInPage.refusal(e.getMessage()));
        }
    }

    private Answer token(HttpExchange exchange) throws IOException, RefusedException {
        if (!exchange.getRequestMethod().equals("POST")) {
            return Answer.json(405, Map.of("error", "invalid_request"));
        }
        try (InputStream body = exchange.getRequestBody()) {
            String form = new String(body.readNBytes(MAX_FORM), StandardCharsets.UTF_8);
            Map<String, Object> answer = grants.answer(parameters(form));
            return Answer.json(answer.containsKey("error") ? 400 : 200, answer);
        } catch (IllegalArgumentException e) {
            return Answer.json(400, Map.of("error", "invalid_request"));
        }
    }

    private void serve(String path, Path answers) {
        server.createContext(path, exchange -> {
            try (exchange) {
                boolean here = isForThisMachine(exchange)
                        && exchange.getRequestURI().getPath().equals(path);
                send(
                        exchange,
                        here ? answer(answers, exchange) : Answer.html(404, SignInPage.refusal("Nothing is here.")));
            }
        });
    }

    private static Answer answer(Path answers, HttpExchange exchange) throws IOException {
        try {
            return answers.answer(exchange);
        } catch (RefusedException e) {
            return Answer.json(500, Map.of("error", "server_error", "error_description", e.getMessage()));
        }
    }

    /** A page of another site, whose name was made to lead here, is not to read what is for people of this machine. */
    private static boolean isForThisMachine(HttpExchange exchange) {
        String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
        return THIS_MACHINE.contains(host.replaceFirst(":[0-9]+$", ""));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.mediaType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        if (answer.location() != null) {
            exchange.getResponseHeaders().set("Location", answer.location());
        }
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), head || body.length == 0 ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    /** The last of each name. @throws IllegalArgumentException if it is not encoded as forms are */
    private static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
