package io.pullway.server;

import io.pullway.wire.RequestId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last unsafe requests that this instance started. A single NATS server writes the state of a
 * consumer some 100 ms late; after its crash a second delivery may be counted as the first, and is
 * recognised here. Safe for all threads.
 */
final class StartedRequests {
    private static final int REMEMBERED = 20_000;

    private final Map<RequestId, Boolean> started = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, false) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RequestId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** @return false if it was started here before */
    boolean add(RequestId id) {
        return started.put(id, Boolean.TRUE) == null;
    }
}
