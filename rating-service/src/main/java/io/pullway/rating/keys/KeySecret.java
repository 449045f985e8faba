package io.pullway.rating.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API key itself: {@code pwk_} (which scanners for leaked secrets can look for) and 256 bits of chance, in base64url.
 *
 * <p>Its SHA-256 is stored, without salt and without stretching. Those slow down somebody who tries likely passwords;
 * nobody tries 2^256 keys. Two keys are never the same, and so are no two hashes that a salt would have to tell apart.
 * And it is found by its hash in an index: how long that takes tells of the hash of what was presented, which one
 * cannot choose, so there is nothing to compare in constant time.
 */
final class KeySecret {
    private static final String PREFIX = "pwk_";
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    private KeySecret(String text) {
        this.text = text;
    }

    static KeySecret random() {
        byte[] chance = new byte[BYTES];
        RANDOM.nextBytes(chance);
        return new KeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(chance));
    }

    /** Empty for what is no key of ours: nothing has to be looked up then. */
    static Optional<KeySecret> parse(String presented) {
        return FORM.matcher(presented).matches() ? Optional.of(new KeySecret(presented)) : Optional.empty();
    }

    String text() {
        return text;
    }

    String lastFour() {
        return text.substring(text.length() - 4);
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Not the key: what is logged must not hold it. */
    @Override
    public String toString() {
        return "…" + lastFour();
    }
}
