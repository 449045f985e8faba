package io.pullway.proxy.platform;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * How the streams are at one moment.
 *
 * @param queues of the services, in the order of their names
 * @param answers how many are kept, by the name of their service
 * @param events how many are kept, by the name of their service
 * @param deadLetters how many there are; null without a stream for them
 */
record Queues(List<Queue> queues, Map<String, Long> answers, Map<String, Long> events, Long deadLetters) {
    /** Before any were read. */
    static final Queues UNKNOWN = new Queues(List.of(), Map.of(), Map.of(), null);

    /**
     * The stream of a service.
     *
     * @param service its name
     * @param resources of which it takes requests
     * @param stored how many were ever stored: rises with each request that is accepted
     * @param oldestMillis for how long the oldest request has been in it, waiting or worked on; null without one
     * @param direct those whose callers wait
     * @param later asynchronous ones
     */
    record Queue(
            String service,
            SortedSet<String> resources,
            long stored,
            Long oldestMillis,
            Waiting direct,
            Waiting later) {}

    /**
     * The requests of one consumer.
     *
     * @param waiting not handed to any instance yet
     * @param inFlight handed out and not acknowledged
     * @param redelivered of those, handed out not for the first time
     */
    record Waiting(long waiting, long inFlight, long redelivered) {
        static final Waiting NONE = new Waiting(0, 0, 0);
    }
}
