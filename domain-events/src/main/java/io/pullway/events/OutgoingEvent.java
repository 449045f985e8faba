package io.pullway.events;

/**
 * Metadata of a message of an outgoing channel: what NATS has to know of it. The payload is the event's octets.
 *
 * @param id of the event: published again, it is stored once
 * @param subject under which it is stored
 */
record OutgoingEvent(String id, String subject) {}
