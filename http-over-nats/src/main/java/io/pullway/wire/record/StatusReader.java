package io.pullway.wire.record;

import io.pullway.wire.RequestId;

/**
 * Who reads the status of a request.
 *
 * @param principal who asks, see {@link Principal}
 * @param instance name of the proxy, for people
 */
public record StatusReader(RequestId id, String principal, String instance) {}
