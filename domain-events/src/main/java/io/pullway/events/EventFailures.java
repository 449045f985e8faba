package io.pullway.events;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often this instance has failed on each event that it has not done yet, by the event's place in the stream. JetStream
 * counts deliveries only, which an outage of the database uses up without any fault of the event. Safe for all threads.
 */
final class EventFailures {
    /** Far more than a consumer may have under way (1,000). What another instance has done is forgotten by this bound alone. */
    static final int LIMIT = 10_000;

    /** That of the longest ago first. */
    private final Map<Long, Integer> counts = new LinkedHashMap<>(16, 0.75f, true);

    /** @return how often, this time included */
    synchronized int add(long place) {
        int failures = counts.merge(place, 1, Integer::sum);
        if (counts.size() > LIMIT) {
            counts.remove(counts.keySet().iterator().next());
        }
        return failures;
    }

    synchronized void forget(long place) {
        counts.remove(place);
    }
}
