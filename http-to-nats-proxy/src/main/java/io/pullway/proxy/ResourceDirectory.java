package io.pullway.proxy;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Which resources exist, as far as it was seen: JetStream says the same ("no responders") to a resource
 * that nobody has and to one whose stream has no leader at the moment. Safe for all threads.
 */
final class ResourceDirectory {
    private static final Logger LOG = Logger.getLogger(ResourceDirectory.class);

    /** JetStream drops all questions at once when 10,000 wait; a scan of random paths must not do that. */
    private static final int MAX_QUESTIONS = 32;

    private static final int MAX_KNOWN = 10_000;
    private static final long MISSING_FOR_NANOS = 1_000_000_000;

    private final JetStreamPort port;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> missingSince = new ConcurrentHashMap<>();
    private final Semaphore questions = new Semaphore(MAX_QUESTIONS);

    ResourceDirectory(JetStreamPort port) {
        this.port = port;
    }

    /** A stream took a request for it. */
    void seen(String resource) {
        if (!known.contains(resource)) {
            known.add(resource);
        }
    }

    /** Its stream has not answered for long: the next time it is asked for again. */
    void forget(String resource) {
        known.remove(resource);
    }

    /**
     * Runs {@code missing} if JetStream says that no stream takes this resource; does nothing if one does,
     * or if JetStream does not say. Returns at once.
     */
    void ifMissing(String resource, Runnable missing) {
        Long since = missingSince.get(resource);
        if (since != null && System.nanoTime() - since < MISSING_FOR_NANOS) {
            missing.run();
        } else if (!known.contains(resource) && questions.tryAcquire()) {
            Thread.ofVirtual().start(() -> ask(resource, missing));
        }
    }

    private void ask(String resource, Runnable missing) {
        try {
            if (port.hasStream(resource)) {
                known.add(resource);
            } else {
                if (missingSince.size() > MAX_KNOWN) {
                    missingSince.clear();
                }
                missingSince.put(resource, System.nanoTime());
                missing.run();
            }
        } catch (IOException e) {
            LOG.debugf("event=streams-not-told resource=%s reason=\"%s\"", resource, e.getMessage());
        } finally {
            questions.release();
        }
    }
}
