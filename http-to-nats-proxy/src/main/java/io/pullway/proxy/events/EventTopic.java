package io.pullway.proxy.events;

import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import java.util.Optional;

/**
 * What a reader wants to hear of: {@code ratings}, all events of that resource, or {@code ratings/5}, those below it.
 *
 * @param resource whose service tells the events
 * @param filter the subjects on which they stand in its stream
 */
public record EventTopic(String resource, String filter) {
    /** @param text decoded as a value of a query; empty if no path below a resource could be named so */
    public static Optional<EventTopic> parse(String text) {
        boolean plain = !text.isEmpty() && text.indexOf('?') < 0 && text.indexOf('#') < 0 && !text.endsWith("/");
        // Tokens of events are written as those of requests are.
        if (!plain
                || !(RequestSubject.of(RequestKind.HTTP, "GET", "/" + text) instanceof RequestSubject.Mapped mapped)) {
            return Optional.empty();
        }
        String below =
                mapped.subject().substring("http.".length() + mapped.resource().length() + ".get".length());
        return Optional.of(new EventTopic(mapped.resource(), "event." + mapped.resource() + below + ".>"));
    }
}
