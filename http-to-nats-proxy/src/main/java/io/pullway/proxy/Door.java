package io.pullway.proxy;

import io.pullway.wire.ProblemType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Refuses before anything is stored what nobody would start in time: because no instance is there, or
 * because the queue is too long for the request's budget. Safe for all threads.
 */
final class Door {
    /** About as long as an instance takes to start and to be noticed. */
    private static final int NOBODY_RETRY_SECONDS = 2;

    private final Presence presence;
    private final ResourceDirectory resources;
    private final QueueWaits waits;

    Door(Presence presence, ResourceDirectory resources, QueueWaits waits) {
        this.presence = presence;
        this.resources = resources;
        this.waits = waits;
    }

    /** For who may block: why a request of this resource cannot be started in time, or null. */
    Outcome refusal(String resource, Duration budget) {
        CompletableFuture<Outcome> refusal = new CompletableFuture<>();
        pass(resource, budget, () -> refusal.complete(null), refusal::complete);
        return refusal.join();
    }

    /** Runs {@code enter} or tells {@code refuse} why not: one of them, at once or when JetStream has been asked. */
    void pass(String resource, Duration budget, Runnable enter, Consumer<Outcome> refuse) {
        long now = System.nanoTime();
        if (presence.isNobodyThere(resource, now)) {
            // Without a stream either, there is no such resource: that is found out by publishing.
            resources.ifExists(resource, () -> refuse.accept(nobody()), enter);
            return;
        }
        int retrySeconds = waits.retrySeconds(resource, budget, now);
        if (retrySeconds > 0) {
            refuse.accept(Outcome.refused(
                    ProblemType.OVERLOADED,
                    "More requests wait than can be started within the time of this one. Nothing was stored.",
                    retrySeconds));
        } else {
            waits.entered(resource);
            enter.run();
        }
    }

    private static Outcome nobody() {
        return Outcome.refused(
                ProblemType.NO_INSTANCE,
                "The service exists, but no instance of it is there at the moment. Nothing was stored.",
                NOBODY_RETRY_SECONDS);
    }
}
