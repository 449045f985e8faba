package io.pullway.proxy.events;

import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a reader wants to hear of: {@code ratings}, all events of that resource, or {@code ratings/5}, those below it.
 *
 * @param resource whose service tells the events
 * @param filter the subjects on which they stand in its stream
 */
public record EventTopic(String resource, String filter) {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** @param text decoded as a value of a query; empty if no path below a resource could be named so */
    public static Optional<EventTopic> parse(String text) {
        // Tokens of events are written as those of requests are.
        if (text.isEmpty()
                || text.endsWith("/")
                || !(RequestSubject.of(RequestKind.HTTP, "GET", "/" + encoded(text))
                        instanceof RequestSubject.Mapped mapped)) {
            return Optional.empty();
        }
        String below =
                mapped.subject().substring("http.".length() + mapped.resource().length() + ".get".length());
        return Optional.of(new EventTopic(mapped.resource(), "event." + mapped.resource() + below + ".>"));
    }

    /** As a path: what is decoded already means itself, also where it looks as if it were not. */
    static String encoded(String text) {
        StringBuilder path = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && PLAIN.indexOf(octet) >= 0) {
                path.append((char) octet);
            } else {
                path.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return path.toString();
    }
}
