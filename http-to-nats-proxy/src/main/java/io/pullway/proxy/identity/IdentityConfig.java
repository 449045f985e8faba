package io.pullway.proxy.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Whose tokens are good; the same for the proxy and the services. */
@ConfigMapping(prefix = "pullway.identity")
public interface IdentityConfig {
    /**
     * Where the issuer's public keys are (a JWK set): {@code https://…}, {@code http://…} on this machine, or
     * {@code file:…}. Default: none; then the proxy verifies no token and forwards them all.
     */
    Optional<String> jwks();

    /** Who issues the tokens: their {@code iss}. */
    @WithDefault("https://issuer.pullway.invalid")
    String issuer();

    /** Whom they are for: has to be in their {@code aud}. */
    @WithDefault("pullway")
    String audience();
}
