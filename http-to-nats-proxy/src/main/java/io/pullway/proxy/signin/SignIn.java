package io.pullway.proxy.signin;

import io.pullway.proxy.identity.TokenVerifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** All that signing in takes, from its configuration. @param issuer the provider, for what is asked beside the flow */
public record SignIn(SignInFlow flow, Sessions sessions, OidcIssuer issuer) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * @param verifier null if tokens are not verified here
     * @return null if no issuer is configured
     * @throws IllegalArgumentException with one sentence if the configuration is no good
     */
    public static SignIn of(SignInConfig config, OidcIssuer issuer, TokenVerifier verifier) {
        if (config.issuer().isEmpty()) {
            return null;
        }
        if (!isSafe(config.issuer().get())) {
            throw new IllegalArgumentException(
                    "pullway.sign-in.issuer is '" + config.issuer().get()
                            + "'; allowed: an https URL, or an http URL of this machine such as http://127.0.0.1:8070");
        }
        if (verifier == null) {
            throw new IllegalArgumentException("pullway.sign-in.issuer is set, and pullway.identity.jwks is not: set it"
                    + " to the keys of the same issuer, by which proxies and services verify its tokens");
        }
        if (!config.scopes().contains("openid")) {
            throw new IllegalArgumentException(
                    "pullway.sign-in.scopes is '" + String.join(",", config.scopes()) + "'; openid has to be among it");
        }
        Duration limit = config.sessionLimit();
        if (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("pullway.sign-in.session-limit is " + limit + "; allowed: 1m to 30d");
        }
        Seal seal = new Seal(config.cookieSecrets().orElse(List.of()), "session 1");
        Sessions sessions = new Sessions(seal, issuer::refresh, verifier.roles(), System::currentTimeMillis);
        return new SignIn(new SignInFlow(config, issuer, verifier, sessions), sessions, issuer);
    }

    private static boolean isSafe(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null
                    && ("https".equals(uri.getScheme())
                            || "http".equals(uri.getScheme()) && THIS_MACHINE.contains(uri.getHost()));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
