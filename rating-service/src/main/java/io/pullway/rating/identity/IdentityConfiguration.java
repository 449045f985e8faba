package io.pullway.rating.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Whose tokens are believed. The extension nats-http-server hands it on to SmallRye JWT. */
@ConfigMapping(prefix = "pullway.identity")
interface IdentityConfiguration {
    /**
     * Where the issuer's public keys are, as a JWKS: {@code https://…}, {@code http://} on this machine, or
     * {@code file:…}. No default: without it every token is refused.
     */
    Optional<String> jwks();

    /** What {@code iss} of a token has to be. */
    @WithDefault("https://issuer.pullway.invalid")
    String issuer();

    /** What {@code aud} of a token has to be, or to contain. */
    @WithDefault("pullway")
    String audience();

    /** With which algorithms tokens may be signed: RS, PS or ES with 256, 384 or 512, which the extension checks. */
    @WithDefault("RS256,ES256")
    List<String> algorithms();

    /** Where tokens name roles: names of claims within one another, with {@code /} between them. */
    @WithDefault("groups")
    String rolesClaim();
}
