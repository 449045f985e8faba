package io.pullway.rating.web;

/**
 * What clients may send, as patterns of JSON Schema (ECMA-262, where {@code \p{…}} is not understood by all tools). They
 * say exactly what {@link Name} and {@link LongText} say of a text without the blanks around it.
 */
public final class JsonSchemas {
    private static final String BLANK =
            "\\t-\\r\\u001c-\\u0020\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
    private static final String CONTROL = "\\u0000-\\u001f\\u007f-\\u009f";
    private static final String CONTROL_BUT_LINES = "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f";

    /** Of a {@link Name}. */
    public static final String NAME =
            "^[" + BLANK + "]*[^" + CONTROL + BLANK + "][^" + CONTROL + "]{0,99}[" + BLANK + "]*$";

    /** Of a {@link LongText}. */
    public static final String LONG_TEXT = "^[" + BLANK + "]*[^" + CONTROL_BUT_LINES + "]{0,1000}[" + BLANK + "]*$";

    /** Of a text to search for, which may be nothing but blanks. */
    public static final String SEARCH = "^[" + BLANK + "]*[^" + CONTROL + "]{0,100}[" + BLANK + "]*$";

    private JsonSchemas() {}
}
