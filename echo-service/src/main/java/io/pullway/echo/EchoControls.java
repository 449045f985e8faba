package io.pullway.echo;

import io.netty.handler.codec.http.QueryStringDecoder;
import jakarta.ws.rs.BadRequestException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the query of a request asks of the echo. Percent-encoded bytes are taken as ISO-8859-1, so that
 * {@code header=X-Any:%FF} makes a header with the very byte 0xFF.
 *
 * @param raw answer with the request's body and content type as they came
 * @param status of the answer; 403 from {@code until=<milliseconds since 1970>} on, as if a right had ended
 * @param delay before the answer
 * @param headers to add, each {@code Name:Value}
 */
record EchoControls(boolean raw, int status, Duration delay, List<String> headers) {
    private static final int MAX_PARAMETERS = 1_024;
    private static final int FORBIDDEN = 403;

    static EchoControls of(String target) {
        try {
            Map<String, List<String>> query = new QueryStringDecoder(
                            target, StandardCharsets.ISO_8859_1, true, MAX_PARAMETERS, true)
                    .parameters();
            return new EchoControls(
                    first(query, "raw", "0").equals("1"),
                    isOver(query) ? FORBIDDEN : Integer.parseInt(first(query, "status", "200")),
                    Duration.ofMillis(Long.parseLong(first(query, "delay", "0"))),
                    query.getOrDefault("header", List.of()));
        } catch (NumberFormatException e) {
            throw new BadRequestException("status, until and delay have to be numbers");
        } catch (IllegalArgumentException e) {
            // A query that is not percent-encoded asks nothing of the echo; it is echoed as it came.
            return new EchoControls(false, 200, Duration.ZERO, List.of());
        }
    }

    private static boolean isOver(Map<String, List<String>> query) {
        return query.containsKey("until") && System.currentTimeMillis() >= Long.parseLong(first(query, "until", ""));
    }

    private static String first(Map<String, List<String>> query, String name, String otherwise) {
        List<String> values = query.get(name);
        return values == null ? otherwise : values.getFirst();
    }
}
