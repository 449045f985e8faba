package io.pullway.cli.explain;

import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import java.time.Instant;
import java.util.Optional;

/**
 * A message with the request, in the queue of its service.
 *
 * @param redriven the id of the new request, where this is one that an operator has made of a dead letter; null otherwise
 * @param handedOut whether an instance has got it at least once
 * @param before how many messages of the queue are before it, at most; 0 when it was handed out
 */
record QueuedRequest(Place place, Instant stored, byte[] payload, String redriven, boolean handedOut, long before) {
    /** Where a message stands. */
    record Place(String stream, long sequence, String subject) {}

    Optional<HttpRequestMessage> request() {
        try {
            return Optional.of(HttpRequestMessage.decode(payload));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    /** Until when it may be started; null where the message does not tell. */
    Instant deadline() {
        return request()
                .map(request -> stored.plusMillis(request.envelope().budgetMillis()))
                .orElse(null);
    }
}
