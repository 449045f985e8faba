package io.pullway.proxy.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.pullway.wire.record.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/**
 * Verifies tokens: JWTs signed by a key of the issuer, as {@link TokenRules} say, at this time. What was verified is
 * remembered for a minute, so that a key that was withdrawn is soon no good any more. Safe for all threads.
 */
public final class TokenVerifier {
    /** By how much the clocks of issuer and proxy may differ. */
    private static final int SKEW_SECONDS = 30;

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 50_000;

    /** Later than this is as good as never, and fits into milliseconds. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    /** RFC 7515 section 7.1, which is stricter than the parser: no padding, and nothing in between. */
    private static final Pattern COMPACT_JWS = Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++");

    private final VerificationKeys keys;
    private final RolesClaim roles;
    private final JwtConsumer consumer;
    private final Cache<ByteBuffer, Caller.Verified> remembered;

    /** @throws IllegalArgumentException with one sentence if there can be no keys at {@code jwks} */
    public TokenVerifier(String jwks, TokenRules rules) {
        this(jwks, rules, System::nanoTime);
    }

    /** @param nanoTime of the same kind as that of the JDK: how old keys are, and what is remembered */
    TokenVerifier(String jwks, TokenRules rules, LongSupplier nanoTime) {
        this.keys = new VerificationKeys(JwksLocation.of(jwks), rules.algorithms(), nanoTime);
        this.roles = rules.roles();
        this.remembered = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(nanoTime::getAsLong)
                .build();
        this.consumer = new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT,
                        rules.algorithms().toArray(String[]::new))
                .setVerificationKeyResolver(keys)
                .setExpectedIssuer(rules.issuer())
                .setExpectedAudience(rules.audience())
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds(SKEW_SECONDS)
                .build();
    }

    /** Reads the keys. Blocks. */
    public void prepare() {
        keys.prepare();
    }

    /** Where it reads roles. */
    public RolesClaim roles() {
        return roles;
    }

    /** Whose token it is, if that is remembered; else null. Never blocks. */
    public Caller known(String token) {
        Caller.Verified caller = remembered.getIfPresent(digest(token));
        return caller == null || isOver(caller) ? null : caller;
    }

    /** Whose token it is. Blocks where keys have to be read, and takes a part of a millisecond otherwise. */
    public Caller verify(String token) {
        if (!COMPACT_JWS.matcher(token).matches()) {
            return new Caller.Refused("The token is no signed JWT.");
        }
        try {
            JwtClaims claims = consumer.processToClaims(token);
            long until = Math.min(claims.getExpirationTime().getValue(), MAX_SECONDS) * 1_000;
            Caller.Verified caller = new Caller.Verified(
                    Principal.ofVerified(claims.getIssuer(), claims.getSubject()),
                    Set.copyOf(roles.in(claims.getClaimsMap())),
                    until);
            remembered.put(digest(token), caller);
            return caller;
        } catch (InvalidJwtException e) {
            return e.getCause() instanceof VerificationKeys.UnavailableException
                    ? new Caller.Unverifiable()
                    : new Caller.Refused(reason(e));
        } catch (MalformedClaimException e) {
            return new Caller.Refused("A claim of the token is malformed.");
        }
    }

    /** From when on this token is refused, in milliseconds since 1970: a little later than it says itself. */
    public static long refusedFromMillis(Caller.Verified caller) {
        return caller.untilMillis() + SKEW_SECONDS * 1_000;
    }

    private static boolean isOver(Caller.Verified caller) {
        return System.currentTimeMillis() >= refusedFromMillis(caller);
    }

    private static String reason(InvalidJwtException e) {
        if (e.hasExpired()) {
            return "The token has expired.";
        }
        if (e.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return "The token is not valid yet.";
        }
        if (e.hasErrorCode(ErrorCodes.ISSUER_INVALID) || e.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return "The token is of another issuer.";
        }
        if (e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "The token is for another audience.";
        }
        if (e.hasErrorCode(ErrorCodes.EXPIRATION_MISSING) || e.hasErrorCode(ErrorCodes.SUBJECT_MISSING)) {
            return "The token lacks exp or sub.";
        }
        return "The token is not signed by a key of the issuer, or is no JWT.";
    }

    /** The token itself is nowhere kept. */
    private static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
