package io.pullway.cli.cluster;

/**
 * A stream or a consumer that a cluster declares, and what NACK says of it.
 *
 * @param kind as kubectl takes it, such as {@code streams.jetstream.nats.io}
 * @param json of the resource as far as it declares something: its kind, name and spec
 * @param ready status of its condition: {@code True}, {@code False}, {@code Unknown}; null when nobody has said
 * @param message of that condition; an empty text without one
 * @param generation which of its versions this is
 * @param observed which of them NACK has seen to; 0 when none
 */
public record Resource(
        String kind, String name, String json, String ready, String message, long generation, long observed) {}
