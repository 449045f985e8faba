package io.pullway.wire;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** With which algorithms tokens may be signed, by {@code pullway.identity.algorithms}: the same for proxies and services. */
public final class TokenAlgorithms {
    /**
     * RFC 7518 section 3.1, those that verify with a public key. Never {@code none}; never an HMAC, as who can verify could
     * also sign.
     */
    private static final List<String> ALLOWED =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private TokenAlgorithms() {}

    /** @throws IllegalArgumentException with one sentence if these are none, or one of them is not allowed */
    public static Set<String> checked(Collection<String> configured) {
        if (configured.isEmpty() || !ALLOWED.containsAll(configured)) {
            throw new IllegalArgumentException("pullway.identity.algorithms is '" + String.join(",", configured)
                    + "'; allowed: one or more of " + String.join(", ", ALLOWED) + ", separated by commas");
        }
        return Set.copyOf(configured);
    }
}
