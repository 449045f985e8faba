package io.pullway.events;

import java.time.Instant;

/**
 * An event that is to be told.
 *
 * @param position in which order those of one key are told
 * @param what such as {@code created}
 * @param data JSON
 * @param traceparent null where there is no trace
 */
record OutboxRow(
        long position,
        String id,
        Instant time,
        Key key,
        String what,
        String type,
        String subject,
        String data,
        String traceparent) {
    /** Of what the order is kept. */
    record Key(String resource, String key) {}
}
