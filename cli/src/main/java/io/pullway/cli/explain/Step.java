package io.pullway.cli.explain;

import java.time.Instant;

/**
 * Something that happened to a request.
 *
 * @param when by the clock of the NATS server, but for the making of its id
 */
public record Step(Instant when, String what) {}
