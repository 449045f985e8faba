package io.pullway.proxy;

import io.pullway.wire.RequestId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The requests that clients of this proxy still wait for, by request id. Whichever of answer, deadline and
 * disconnect takes a request out comes first, exactly once.
 *
 * <p>Safe for all threads.
 */
final class PendingReplies {
    private final Map<String, PendingRequest> pending = new ConcurrentHashMap<>();

    void expect(PendingRequest request) {
        pending.put(request.id().text(), request);
    }

    /** The request that still waits under this id, or null. */
    PendingRequest find(String id) {
        return pending.get(id);
    }

    /** Ends the wait. @return false if it has ended before; then nobody is told anything */
    boolean complete(RequestId id, Outcome outcome) {
        PendingRequest request = pending.remove(id.text());
        if (request != null) {
            request.tell(outcome);
        }
        return request != null;
    }

    /** The client has gone: nobody waits any more. @return the request, or null if it has ended before */
    PendingRequest forget(RequestId id) {
        return pending.remove(id.text());
    }

    /** Every request that waits, in no order; at most as many as the proxy admits. */
    void forEach(Consumer<PendingRequest> each) {
        pending.values().forEach(each);
    }

    int size() {
        return pending.size();
    }
}
