package io.pullway.echo;

import java.util.List;

/**
 * What the echo service says of a request.
 *
 * @param target below the API root, as received
 * @param headers pairs of name and value in order; values are ISO-8859-1 text of the bytes
 * @param body in Base64 when written as JSON
 * @param deliveries how often the request was delivered
 */
public record Echo(
        String method,
        String target,
        List<List<String>> headers,
        byte[] body,
        String requestId,
        long deliveries,
        String servedBy) {}
