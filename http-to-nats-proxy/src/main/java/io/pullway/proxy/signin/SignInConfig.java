package io.pullway.proxy.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How browsers sign in, the same in all proxies. */
@ConfigMapping(prefix = "pullway.sign-in")
public interface SignInConfig {
    /**
     * The OIDC provider: what stands before {@code /.well-known/openid-configuration}. {@code https://…}, or
     * {@code http://…} on this machine. Default: none; then nobody can sign in, and cookies are the services' alone.
     */
    Optional<String> issuer();

    /** Under which the provider knows the proxies. */
    @WithDefault("pullway-browser")
    String clientId();

    /** The client's secret. Default: none, a public client; PKCE is used in either case. */
    Optional<String> clientSecret();

    /**
     * From which the keys of the cookies are made: the current secret first, then older ones whose sessions are
     * still to be read, separated by commas. At least 32 characters each. Required with an issuer.
     */
    Optional<List<String>> cookieSecrets();

    /** What is asked for, separated by commas; {@code openid} has to be among it. */
    @WithDefault("openid,profile")
    List<String> scopes();

    /** Further parameters of the authorization request, such as {@code audience}, which some providers need. */
    Map<String, String> parameters();

    /** After so long one has to sign in again, however often tokens were refreshed; 1 min to 30 d. */
    @WithDefault("12h")
    Duration sessionLimit();
}
