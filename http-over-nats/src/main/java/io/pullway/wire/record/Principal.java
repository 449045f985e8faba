package io.pullway.wire.record;

import io.pullway.wire.FieldLines;
import java.security.MessageDigest;
import java.util.List;

/**
 * Whose key it is. Keys of different principals never meet, and one cannot read the answers of another.
 *
 * @param text a digest, or {@code anonymous}; 1 to 64 of {@code A-Z a-z 0-9 _ -}
 */
public record Principal(String text) {
    /** Everybody without credentials. */
    public static final Principal ANONYMOUS = new Principal("anonymous");

    /** Fields that say who a client is, in the order of the digest. */
    private static final List<String> CREDENTIALS = List.of("authorization", "cookie", "x-api-key");

    /** The credentials that a client sent, as a digest; they were not verified. */
    public static Principal ofCredentials(FieldLines request) {
        if (CREDENTIALS.stream().allMatch(name -> request.first(name) == null)) {
            return ANONYMOUS;
        }
        MessageDigest digest = Digests.sha256();
        for (String name : CREDENTIALS) {
            for (String value : request.all(name)) {
                digest.update(Digests.part(name));
                digest.update(Digests.part(value));
            }
        }
        return new Principal(Digests.text(digest));
    }

    /** Who a token names that the proxy itself has verified; other tokens of the same one are the same principal. */
    public static Principal ofVerified(String issuer, String subject) {
        MessageDigest digest = Digests.sha256();
        digest.update(Digests.part("verified"));
        digest.update(Digests.part(issuer));
        digest.update(Digests.part(subject));
        return new Principal(Digests.text(digest));
    }

    public boolean isAnonymous() {
        return equals(ANONYMOUS);
    }
}
