package io.pullway.server.identity;

import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.KeyLocationResolver;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The issuer's public keys in a file: read when they are needed first, again every five minutes, and when a token names one
 * that is not among them, then at most once a second. If the file cannot be read, the keys read last stay. Safe for all
 * threads; may block for as long as a read takes.
 */
final class KeysOfFile implements VerificationKeyResolver {
    private static final Logger LOG = Logger.getLogger(KeysOfFile.class);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration BETWEEN_READS = Duration.ofSeconds(1);

    private final JWTAuthContextInfo settings;
    private final LongSupplier nanoTime;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Known known;
    private Long triedNanos;

    private record Known(Keys keys, long readNanos) {}

    /** What stands in the file. */
    private static final class Keys extends KeyLocationResolver {
        /** Reads it. */
        Keys(JWTAuthContextInfo settings) throws UnresolvableKeyException {
            super(settings);
            if (key == null && jsonWebKeys == null) {
                throw new UnresolvableKeyException("there are no keys in it");
            }
        }
    }

    /** @param nanoTime of the same kind as that of the JDK */
    KeysOfFile(JWTAuthContextInfo settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    @Override
    public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        Known current = known;
        if (current == null || nanoTime.getAsLong() - current.readNanos() > FRESH.toNanos()) {
            current = newerThan(current);
        }
        try {
            return current.keys().resolveKey(token, nesting);
        } catch (UnresolvableKeyException e) {
            Known newer = newerThan(current);
            if (newer == current) {
                throw e;
            }
            return newer.keys().resolveKey(token, nesting);
        }
    }

    /**
     * @param seen what the caller knows, null if nothing
     * @return that, if the file has been read just now or cannot be read
     */
    private Known newerThan(Known seen) throws UnresolvableKeyException {
        reading.lock();
        try {
            long now = nanoTime.getAsLong();
            boolean tooSoon = triedNanos != null && now - triedNanos < BETWEEN_READS.toNanos();
            if (known != seen || seen != null && tooSoon) {
                return known;
            }
            triedNanos = now;
            known = new Known(new Keys(settings), now);
            return known;
        } catch (UnresolvableKeyException e) {
            if (seen == null) {
                throw e;
            }
            LOG.warnf("event=keys-not-read location=%s reason=\"%s\"", settings.getPublicKeyLocation(), e.getMessage());
            return seen;
        } finally {
            reading.unlock();
        }
    }
}
