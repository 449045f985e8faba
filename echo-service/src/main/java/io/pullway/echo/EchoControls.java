package io.pullway.echo;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import jakarta.ws.rs.BadRequestException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What the query of a request asks of the echo. Percent-encoded bytes are taken as ISO-8859-1, so that
 * {@code header=X-Any:%FF} makes a header with the very byte 0xFF.
 *
 * @param raw answer with the request's body and content type as they came
 * @param status of the answer; from {@code until=<milliseconds since 1970>} on that of {@code then}, or 403 as if a right
 *     had ended; 401 with {@code token=1} to who shows none that is good still
 * @param delay before the answer
 * @param headers to add, each {@code Name:Value}
 */
record EchoControls(boolean raw, int status, Duration delay, List<String> headers) {
    private static final int MAX_PARAMETERS = 1_024;
    private static final int UNAUTHORIZED = 401;

    /** @param authorization of the request; null for none */
    static EchoControls of(String target, String authorization) {
        try {
            Map<String, List<String>> query = new QueryStringDecoder(
                            target, StandardCharsets.ISO_8859_1, true, MAX_PARAMETERS, true)
                    .parameters();
            return new EchoControls(
                    first(query, "raw", "0").equals("1"),
                    status(query, authorization),
                    Duration.ofMillis(Long.parseLong(first(query, "delay", "0"))),
                    query.getOrDefault("header", List.of()));
        } catch (NumberFormatException e) {
            throw new BadRequestException("status, until, then and delay have to be numbers");
        } catch (IllegalArgumentException e) {
            // A query that is not percent-encoded asks nothing of the echo; it is echoed as it came.
            return new EchoControls(false, 200, Duration.ZERO, List.of());
        }
    }

    private static int status(Map<String, List<String>> query, String authorization) {
        long now = System.currentTimeMillis();
        if (query.containsKey("token") && !isGood(authorization, now)) {
            return UNAUTHORIZED;
        }
        boolean over = query.containsKey("until") && now >= Long.parseLong(first(query, "until", ""));
        return Integer.parseInt(over ? first(query, "then", "403") : first(query, "status", "200"));
    }

    /** Whether it holds a JWT whose time is not over. Who made it, the proxy has verified. */
    private static boolean isGood(String authorization, long now) {
        String[] parts = authorization == null ? new String[0] : authorization.split("\\.");
        return parts.length == 3
                && now
                        < new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts[1]))).getLong("exp", 0L)
                                * 1_000;
    }

    private static String first(Map<String, List<String>> query, String name, String otherwise) {
        List<String> values = query.get(name);
        return values == null ? otherwise : values.getFirst();
    }
}
