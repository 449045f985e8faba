package io.pullway.cli.issuer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Authorization codes, each good once and for a minute (RFC 6749 section 4.1.2). Safe for all threads. */
final class Codes {
    private static final Duration LIFE = Duration.ofMinutes(1);

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Given> given = new ConcurrentHashMap<>();

    /** For whom a code was given. */
    record Given(AuthorizationRequest request, Person person, long nanos) {}

    String give(AuthorizationRequest request, Person person) {
        given.values().removeIf(Codes::isOver);
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        given.put(code, new Given(request, person, System.nanoTime()));
        return code;
    }

    /** Null if there is no such code any more, or it is not for who shows this. */
    Given take(String code, String redirectUri, String codeVerifier) {
        Given known = given.remove(code);
        boolean good = known != null
                && !isOver(known)
                && known.request().redirectUri().equals(redirectUri)
                && known.request().codeChallenge().equals(challenge(codeVerifier));
        return good ? known : null;
    }

    /** RFC 7636 section 4.6. */
    private static String challenge(String codeVerifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256")
                            .digest(codeVerifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean isOver(Given each) {
        return System.nanoTime() - each.nanos() > LIFE.toNanos();
    }
}
