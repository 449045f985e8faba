package io.pullway.rating.web;

/** Text that people type. */
public final class Text {
    private Text() {}

    /** Without the white space around it, by Unicode's idea of it: {@link String#strip} leaves no-break spaces. */
    public static String trimmed(String text) {
        if (text == null) {
            return null;
        }
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** As {@link #trimmed}, and null if nothing is left. */
    public static String trimmedOrNull(String text) {
        String trimmed = trimmed(text);
        return trimmed == null || trimmed.isEmpty() ? null : trimmed;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
