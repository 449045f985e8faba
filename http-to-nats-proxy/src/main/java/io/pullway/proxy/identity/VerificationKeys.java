package io.pullway.proxy.identity;

import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The issuer's public keys: read when they are needed first, again every five minutes, and when a token names a
 * key that is not among them. If they cannot be read, those read last stay. Safe for all threads; may block for
 * as long as a read takes, so never to be called on an event loop.
 */
final class VerificationKeys implements VerificationKeyResolver {
    private static final Logger LOG = Logger.getLogger(VerificationKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final JwksLocation location;
    private final Set<String> algorithms;
    private final LongSupplier nanoTime;
    private final VerificationJwkSelector selector = new VerificationJwkSelector();
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Known known;
    private volatile boolean failed;
    private Long triedNanos;
    private Long warnedNanos;

    private record Known(List<JsonWebKey> keys, long readNanos) {}

    /** The key is not known, and whether there is one the issuer could not be asked. */
    static final class UnavailableException extends UnresolvableKeyException {
        private static final long serialVersionUID = 1;

        UnavailableException() {
            super("the keys cannot be read");
        }
    }

    /**
     * @param algorithms a token of any other one has no key here
     * @param nanoTime of the same kind as that of the JDK
     */
    VerificationKeys(JwksLocation location, Set<String> algorithms, LongSupplier nanoTime) {
        this.location = location;
        this.algorithms = algorithms;
        this.nanoTime = nanoTime;
    }

    /** Reads the keys if there are none yet, so that the first token need not wait for them. */
    void prepare() {
        current();
    }

    @Override
    public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        String algorithm = token.getAlgorithmHeaderValue();
        if (algorithm == null || !algorithms.contains(algorithm)) {
            throw new UnresolvableKeyException("the algorithm is not one of " + algorithms);
        }
        Known current = current();
        JsonWebKey key = select(token, current);
        if (key == null) {
            Known newer = read(current);
            key = newer == current ? null : select(token, newer);
        }
        if (key == null && failed) {
            throw new UnavailableException();
        }
        if (key == null) {
            throw new UnresolvableKeyException("there is no such key");
        }
        return key.getKey();
    }

    private JsonWebKey select(JsonWebSignature token, Known from) throws UnresolvableKeyException {
        try {
            // Without a key id in the token each that fits its algorithm is tried.
            return from == null ? null : selector.selectWithVerifySignatureDisambiguate(token, from.keys());
        } catch (JoseException e) {
            throw new UnresolvableKeyException("no key can be chosen", e);
        }
    }

    /** Null if none have ever been read. While one thread reads them anew, the others take the old ones. */
    private Known current() {
        Known current = known;
        return current == null || isOld(current) && !reading.isLocked() ? read(current) : current;
    }

    private boolean isOld(Known each) {
        return nanoTime.getAsLong() - each.readNanos() > FRESH.toNanos();
    }

    /** @param seen what the caller knows; if there is something newer already, nothing is read */
    private Known read(Known seen) {
        reading.lock();
        try {
            boolean tooSoon = triedNanos != null
                    && nanoTime.getAsLong() - triedNanos
                            < location.betweenReads().toNanos();
            if (known != seen || tooSoon) {
                return known;
            }
            failed = true;
            try {
                List<JsonWebKey> keys = new JsonWebKeySet(location.read()).getJsonWebKeys();
                known = new Known(List.copyOf(keys), nanoTime.getAsLong());
                failed = false;
                LOG.debugf("event=keys-read location=%s keys=%d", location, keys.size());
            } catch (IOException | JoseException | ClassCastException e) {
                // The last one is what the library makes of JSON of another shape.
                warn(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                triedNanos = nanoTime.getAsLong();
            }
            return known;
        } finally {
            reading.unlock();
        }
    }

    private void warn(Exception e) {
        long now = nanoTime.getAsLong();
        if (warnedNanos == null || now - warnedNanos > BETWEEN_WARNINGS.toNanos()) {
            warnedNanos = now;
            LOG.warnf(
                    "event=keys-not-read location=%s reason=\"%s: %s\" consequence=\"%s\"",
                    location,
                    e.getClass().getSimpleName(),
                    e.getMessage(),
                    known == null
                            ? "tokens are forwarded unverified"
                            : "tokens are verified with the keys of before, those of other keys forwarded unverified");
        }
    }
}
