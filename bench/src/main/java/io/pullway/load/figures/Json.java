package io.pullway.load.figures;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes JSON (RFC 8259), indented, so that people can read it too. */
public final class Json {
    private static final String INDENT = "  ";

    private Json() {}

    /**
     * @param value a {@link Map} with string keys in the order to be written, a {@link List}, a {@link String}, a number,
     *     a boolean or null, all the way down; numbers with a fraction are written with three digits of it
     * @throws IllegalArgumentException for anything else, also for a number that is not finite
     */
    public static String write(Object value) {
        StringBuilder json = new StringBuilder();
        append(json, value, "\n");
        return json.append('\n').toString();
    }

    private static void append(StringBuilder json, Object value, String line) {
        switch (value) {
            case null -> json.append("null");
            case Map<?, ?> map -> appendAll(json, "{}", map.entrySet().iterator(), line);
            case List<?> list -> appendAll(json, "[]", list.iterator(), line);
            case Map.Entry<?, ?> entry -> {
                append(json, (String) entry.getKey(), line);
                append(json.append(": "), entry.getValue(), line);
            }
            case String text -> appendText(json, text);
            case Double number when Double.isFinite(number) -> json.append(String.format(Locale.ROOT, "%.3f", number));
            case Integer number -> json.append(number);
            case Long number -> json.append(number);
            case Boolean truth -> json.append(truth);
            default -> throw new IllegalArgumentException("not a value of JSON: " + value);
        }
    }

    private static void appendAll(StringBuilder json, String brackets, Iterator<?> parts, String line) {
        json.append(brackets.charAt(0));
        boolean any = parts.hasNext();
        while (parts.hasNext()) {
            append(json.append(line).append(INDENT), parts.next(), line + INDENT);
            json.append(parts.hasNext() ? "," : "");
        }
        json.append(any ? line : "").append(brackets.charAt(1));
    }

    private static void appendText(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                default -> {
                    if (c < ' ') {
                        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
