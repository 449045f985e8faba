package io.pullway.scenario;

import java.util.List;

/**
 * What the echo service says that it received.
 *
 * @param target below the API root
 * @param headers pairs of lower-case name and value in order; values are ISO-8859-1 text of the bytes
 */
record Echoed(
        String method,
        String target,
        List<List<String>> headers,
        byte[] body,
        String requestId,
        long deliveries,
        String servedBy) {

    /** All values of a field, in order. */
    List<String> values(String name) {
        return headers.stream()
                .filter(pair -> pair.getFirst().equals(name))
                .map(List::getLast)
                .toList();
    }

    List<String> names() {
        return headers.stream().map(List::getFirst).toList();
    }
}
