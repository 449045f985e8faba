package io.pullway.cli.status;

import io.pullway.wire.PresenceReport;
import java.util.SortedSet;

/**
 * An instance that was heard.
 *
 * @param token under which it reports; names are not unique
 */
public record InstanceStatus(String token, PresenceReport report, SortedSet<String> resources) {}
