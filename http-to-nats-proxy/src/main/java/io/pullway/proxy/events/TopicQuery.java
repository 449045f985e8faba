package io.pullway.proxy.events;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The query of a reader's request. If the service read another topic out of it than the proxy does, a reader who is let
 * in to one would hear another. So what parsers of queries read in different ways is refused, and the service is asked
 * with the topic as it is written here.
 *
 * @param topic to hear of
 * @param text the query with which the service is asked: the topic first, then the other parameters as they came
 */
public record TopicQuery(EventTopic topic, String text) {
    private static final String NAME = "topic";

    /** What some parser may take for that name: in capitals, with blanks around it, or as a list ({@code topic[]}). */
    private static final Pattern SIMILAR =
            Pattern.compile("\\W*topic(\\W.*)?", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

    /**
     * @param query as it came; null if there was none
     * @return empty unless it names exactly one topic, and nothing that could be taken for another one
     */
    public static Optional<TopicQuery> parse(String query) {
        // Some parsers take a semicolon for an ampersand.
        if (query == null || query.indexOf(';') >= 0) {
            return Optional.empty();
        }
        String value = null;
        StringBuilder others = new StringBuilder();
        try {
            for (String parameter : query.split("&")) {
                if (parameter.startsWith(NAME + "=")) {
                    if (value != null) {
                        return Optional.empty();
                    }
                    value = decoded(parameter.substring(NAME.length() + 1));
                } else if (SIMILAR.matcher(decoded(parameter.split("=", 2)[0])).matches()) {
                    return Optional.empty();
                } else {
                    others.append('&').append(parameter);
                }
            }
        } catch (IllegalArgumentException e) {
            // An escape that is none.
            return Optional.empty();
        }
        String text = value;
        return text == null
                ? Optional.empty()
                : EventTopic.parse(text)
                        .map(topic -> new TopicQuery(topic, NAME + "=" + EventTopic.encoded(text) + others));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
