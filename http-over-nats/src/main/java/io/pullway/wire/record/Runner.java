package io.pullway.wire.record;

import io.pullway.wire.RequestId;

/**
 * A server with one delivery of a request.
 *
 * @param claim {@code pullway-claim} of the message
 * @param nonce made for this very delivery, never used again: a second delivery to the same process has another
 * @param repeatable whether its method is idempotent or once-only, so that it may be run twice
 * @param instance name of the server, for people
 */
public record Runner(RequestId id, long claim, String nonce, boolean repeatable, String instance) {}
