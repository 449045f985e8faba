package io.pullway.rating.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of {@code If-Match} or {@code If-None-Match}: {@code *}, or a list of entity tags (RFC 9110 §8.8.3). */
sealed interface EntityTags {
    /** Any version will do. */
    record Any() implements EntityTags {}

    /** One of these; none if there are none. */
    record Listed(List<Tag> tags) implements EntityTags {}

    /** @param opaque what stands between the quotes */
    record Tag(boolean weak, String opaque) {}

    /** One tag, or the nothing between two commas that RFC 9110 §5.6.1 lets pass, up to the next comma or the end. */
    Pattern ELEMENT = Pattern.compile("[ \\t]*(?:(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"[ \\t]*)?(?:,|\\z)");

    /** A release that shows the same row differently changes this, or its clients would be told 304 of what they lack. */
    String FORM = "";

    /** The tag of a version. Strong: the representation is made of the row, and its version tells the row. */
    static String of(long version) {
        return '"' + opaque(version) + '"';
    }

    private static String opaque(long version) {
        return Long.toString(version) + FORM;
    }

    /**
     * @param lines of the field
     * @return empty when there is no such field
     * @throws IllegalArgumentException if they are no list of tags
     */
    static Optional<EntityTags> parse(List<String> lines) {
        if (lines == null || lines.isEmpty()) {
            return Optional.empty();
        }
        String field = String.join(",", lines).strip();
        return Optional.of(field.equals("*") ? new Any() : listed(field));
    }

    private static Listed listed(String field) {
        List<Tag> tags = new ArrayList<>();
        Matcher element = ELEMENT.matcher(field);
        int at = 0;
        do {
            if (!element.region(at, field.length()).lookingAt()) {
                throw new IllegalArgumentException("no list of entity tags");
            }
            if (element.group(2) != null) {
                tags.add(new Tag(element.group(1) != null, element.group(2)));
            }
            at = element.end();
        } while (at < field.length());
        return new Listed(tags);
    }

    /** Strong comparison (RFC 9110 §8.8.3.2), as changes demand: a weak tag never matches. */
    default boolean matchesStrongly(long version) {
        return matches(version, false);
    }

    /** Weak comparison, as caches need it. */
    default boolean matchesWeakly(long version) {
        return matches(version, true);
    }

    private boolean matches(long version, boolean weakly) {
        return switch (this) {
            case Any any -> true;
            case Listed listed ->
                listed.tags().stream()
                        .anyMatch(tag -> (weakly || !tag.weak()) && tag.opaque().equals(opaque(version)));
        };
    }
}
