package io.pullway.proxy.identity;

import io.pullway.wire.TokenAlgorithms;
import java.util.Set;

/**
 * What makes a token good that is signed by a key of the issuer, and where it says what its subject may do.
 *
 * @param issuer its {@code iss}
 * @param audience has to be in its {@code aud}
 * @param algorithms with one of which it is signed
 */
public record TokenRules(String issuer, String audience, Set<String> algorithms, RolesClaim roles) {
    /** @throws IllegalArgumentException with one sentence if what is configured is not allowed */
    public static TokenRules of(IdentityConfig config) {
        return new TokenRules(
                config.issuer(),
                config.audience(),
                TokenAlgorithms.checked(config.algorithms()),
                RolesClaim.at(config.rolesClaim()));
    }
}
