package io.pullway.proxy.signin;

import io.pullway.proxy.identity.Caller;
import io.pullway.proxy.identity.TokenVerifier;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The authorization code flow with PKCE (RFC 6749 section 4.1, RFC 7636): a browser is sent to the provider and comes
 * back with a code. What is to be known then travels sealed in {@code state}, bound to the browser by a cookie: any
 * proxy can complete what another one began, and nobody can complete it in another browser. Both steps may block.
 */
public final class SignInFlow {
    private static final Logger LOG = Logger.getLogger(SignInFlow.class);
    private static final Duration TIME_TO_SIGN_IN = Duration.ofMinutes(10);
    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,64}");

    /** A path on this host, and no {@code //host} or {@code /\host}, which browsers take for another one. */
    private static final Pattern LOCAL = Pattern.compile("/(?![/\\\\])[\\x21-\\x5b\\x5d-\\x7e]{0,500}");

    private final SignInConfig config;
    private final OidcIssuer issuer;
    private final TokenVerifier verifier;
    private final Sessions sessions;
    private final Seal seal;

    /** How a step ends. */
    public sealed interface Step {
        /** The browser is sent on, and given cookies: values of {@code Set-Cookie}. */
        record Onward(String location, List<String> cookies) implements Step {}

        /** This attempt does not succeed; perhaps another one does. @param detail one sentence for people */
        record Refused(String detail) implements Step {}

        /** What the provider gave is no good here: somebody has to mend the configuration. */
        record Unusable(String detail) implements Step {}

        /** The provider cannot be reached at the moment. */
        record Unavailable() implements Step {}
    }

    /** @throws IllegalArgumentException with one sentence if the cookie secrets are no good */
    SignInFlow(SignInConfig config, OidcIssuer issuer, TokenVerifier verifier, Sessions sessions) {
        this.config = config;
        this.issuer = issuer;
        this.verifier = verifier;
        this.sessions = sessions;
        this.seal = new Seal(config.cookieSecrets().orElse(List.of()), "sign-in 1");
    }

    /**
     * Sends a browser to the provider.
     *
     * @param callback where it is to come back to
     * @param to path that it is sent to in the end
     */
    public Step begin(String callback, String to, BrowserCookies cookies) {
        if (!LOCAL.matcher(to).matches()) {
            return new Step.Refused("What it should return to is no path of this host, or has over 500 characters.");
        }
        String authorization = issuer.authorizationUri();
        if (authorization == null) {
            return new Step.Unavailable();
        }
        String browser = RandomValue.is(cookies.browser()) ? cookies.browser() : RandomValue.next();
        String codeVerifier = RandomValue.next();
        String nonce = RandomValue.next();
        String state = seal.seal(new JsonObject()
                .put("b", RandomValue.digest(browser))
                .put("v", codeVerifier)
                .put("n", nonce)
                .put("c", callback)
                .put("t", to)
                .put("u", System.currentTimeMillis() + TIME_TO_SIGN_IN.toMillis())
                .encode());
        Map<String, String> parameters = new LinkedHashMap<>(config.parameters());
        parameters.put("response_type", "code");
        parameters.put("client_id", config.clientId());
        parameters.put("redirect_uri", callback);
        parameters.put("scope", String.join(" ", config.scopes()));
        parameters.put("state", state);
        parameters.put("nonce", nonce);
        parameters.put("code_challenge", RandomValue.digest(codeVerifier));
        parameters.put("code_challenge_method", "S256");
        String query = parameters.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        return new Step.Onward(
                authorization + (authorization.indexOf('?') < 0 ? "?" : "&") + query,
                List.of(BrowserCookies.browser(browser, TIME_TO_SIGN_IN)));
    }

    /**
     * Makes a session of what the browser brings back.
     *
     * @param state null, like the others, if it did not come
     * @param error what the provider says instead of a code (RFC 6749 section 4.1.2.1)
     */
    public Step complete(String state, String code, String error, BrowserCookies cookies) {
        String text = state == null ? null : seal.open(state);
        JsonObject begun = text == null ? null : new JsonObject(text);
        if (begun == null
                || cookies.browser() == null
                || !begun.getString("b").equals(RandomValue.digest(cookies.browser()))
                || begun.getLong("u") < System.currentTimeMillis()) {
            return new Step.Refused("This sign-in was begun in another browser, or over ten minutes ago: begin anew.");
        }
        if (code == null) {
            String said = error != null && ERROR.matcher(error).matches() ? ": " + error : "";
            return new Step.Refused("The issuer did not let this user in" + said + ".");
        }
        return switch (issuer.exchange(code, begun.getString("c"), begun.getString("v"), begun.getString("n"))) {
            case Grant.Tokens tokens -> begin(tokens, begun.getString("t"), cookies);
            case Grant.Refused(String reason) -> {
                LOG.warnf("event=sign-in-refused reason=\"%s\"", reason);
                yield new Step.Refused("The issuer does not take this code, or its answer is not to be believed.");
            }
            case Grant.Unavailable(String reason) -> {
                LOG.warnf("event=issuer-unavailable reason=\"%s\"", reason);
                yield new Step.Unavailable();
            }
        };
    }

    private Step begin(Grant.Tokens tokens, String to, BrowserCookies cookies) {
        switch (verifier.verify(tokens.accessToken())) {
            case Caller.Verified verified -> {
                // As services will see it.
            }
            case Caller.Refused(String reason) -> {
                LOG.warnf("event=access-token-unusable reason=\"%s\"", reason);
                return new Step.Unusable("The access token of the issuer is not good here. " + reason);
            }
            case Caller.Unverifiable unverifiable -> {
                return new Step.Unavailable();
            }
            case Caller.Unverified unverified -> throw new IllegalStateException("a token was verified");
        }
        JsonObject who = Session.claims(tokens.idToken());
        String name = who.getString("name", who.getString("preferred_username"));
        long until = System.currentTimeMillis() + config.sessionLimit().toMillis();
        String binding = RandomValue.next();
        Session session =
                new Session(tokens.accessToken(), tokens.refreshToken(), name, RandomValue.digest(binding), until);
        List<String> fields = cookies.begun(sessions.sealed(session), binding, config.sessionLimit());
        if (fields == null) {
            LOG.warn("event=tokens-too-large action=\"have the issuer put fewer claims into them\"");
            return new Step.Unusable("The tokens of the issuer are too large for cookies.");
        }
        return new Step.Onward(to, fields);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
