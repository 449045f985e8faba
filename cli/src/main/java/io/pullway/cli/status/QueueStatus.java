package io.pullway.cli.status;

import java.time.Instant;
import java.util.SortedSet;

/**
 * The queue of a service.
 *
 * @param service name of the stream
 * @param waiting requests that were not handed out
 * @param inFlight requests that were handed out and not acknowledged
 * @param oldest when the oldest request was stored that is still there, null without one
 */
public record QueueStatus(String service, SortedSet<String> resources, long waiting, long inFlight, Instant oldest) {}
