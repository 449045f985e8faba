package io.pullway.proxy;

import java.io.IOException;
import java.util.Map;
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
    private static final long SEEN_AGAIN_NANOS = 1_000_000_000;

    /** Whose requests no stream takes, and none has for so long: it is asked whether there is one still. */
    private static final long SEEN_LATELY_NANOS = 2_000_000_000;

    /** Nothing is stored while nobody is there: so long, a stream that was seen is believed to be there still. */
    private static final long EXISTS_FOR_NANOS = 10_000_000_000L;

    private final StreamQueries queries;
    /** When it was last seen that a stream takes it. */
    private final Map<String, Long> known = new ConcurrentHashMap<>();

    private final Map<String, Long> missingSince = new ConcurrentHashMap<>();
    private final Semaphore questions = new Semaphore(MAX_QUESTIONS);

    ResourceDirectory(StreamQueries queries) {
        this.queries = queries;
    }

    /** A stream took a request for it. */
    void seen(String resource) {
        long now = System.nanoTime();
        Long before = known.get(resource);
        if (before == null || now - before > SEEN_AGAIN_NANOS) {
            known.put(resource, now);
        }
    }

    /**
     * Runs {@code missing} if JetStream says that no stream takes this resource; does nothing if one does,
     * or if JetStream does not say. Returns at once.
     */
    void ifMissing(String resource, Runnable missing) {
        if (isMissing(resource)) {
            missing.run();
        } else if (!isSeenWithin(resource, SEEN_LATELY_NANOS) && questions.tryAcquire()) {
            Thread.ofVirtual().start(() -> ask(resource, missing));
        }
    }

    /**
     * Runs {@code exists} if a stream takes this resource, {@code otherwise} if none does or JetStream does not
     * say. Returns at once.
     */
    void ifExists(String resource, Runnable exists, Runnable otherwise) {
        if (isSeenWithin(resource, EXISTS_FOR_NANOS)) {
            exists.run();
        } else if (isMissing(resource) || !questions.tryAcquire()) {
            otherwise.run();
        } else {
            Thread.ofVirtual().start(() -> askWhether(resource, exists, otherwise));
        }
    }

    private boolean isSeenWithin(String resource, long nanos) {
        Long seen = known.get(resource);
        return seen != null && System.nanoTime() - seen < nanos;
    }

    private boolean isMissing(String resource) {
        Long since = missingSince.get(resource);
        return since != null && System.nanoTime() - since < MISSING_FOR_NANOS;
    }

    private void askWhether(String resource, Runnable exists, Runnable otherwise) {
        boolean found = false;
        try {
            found = find(resource);
        } catch (IOException e) {
            LOG.debugf("event=streams-not-told resource=%s reason=\"%s\"", resource, e.getMessage());
        } finally {
            questions.release();
            // One of them, whatever went wrong: a client waits for it.
            (found ? exists : otherwise).run();
        }
    }

    private boolean find(String resource) throws IOException {
        boolean found = queries.hasStream(resource);
        if (found) {
            known.put(resource, System.nanoTime());
        } else {
            known.remove(resource);
            if (missingSince.size() > MAX_KNOWN) {
                missingSince.clear();
            }
            missingSince.put(resource, System.nanoTime());
        }
        return found;
    }

    private void ask(String resource, Runnable missing) {
        try {
            if (!find(resource)) {
                missing.run();
            }
        } catch (IOException e) {
            LOG.debugf("event=streams-not-told resource=%s reason=\"%s\"", resource, e.getMessage());
        } finally {
            questions.release();
        }
    }
}
