package io.pullway.proxy.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
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

    /**
     * With which algorithms they may be signed, separated by commas: RS, PS or ES with 256, 384 or 512. What anybody could
     * sign who can verify ({@code none}, HS256 and its kind) is not allowed.
     */
    @WithDefault("RS256,ES256")
    List<String> algorithms();

    /**
     * Where they name the roles of their subject: the name of a claim, or names of claims within one another with
     * {@code /} between them; a name that has a {@code /} itself stands in double quotes.
     */
    @WithDefault("groups")
    String rolesClaim();
}
