package io.pullway.wire;

/** Text of protocols: only the letters A to Z have a case. */
public final class AsciiText {
    private AsciiText() {}

    /** The same text with A to Z in lower case; the very same string when there are none. */
    public static String lower(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return lowerFrom(text, i);
            }
        }
        return text;
    }

    private static String lowerFrom(String text, int first) {
        char[] lower = text.toCharArray();
        for (int i = first; i < lower.length; i++) {
            if (lower[i] >= 'A' && lower[i] <= 'Z') {
                lower[i] += 'a' - 'A';
            }
        }
        return new String(lower);
    }
}
