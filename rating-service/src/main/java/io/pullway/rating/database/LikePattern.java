package io.pullway.rating.database;

/** Patterns of LIKE and ILIKE. */
public final class LikePattern {
    private LikePattern() {}

    /** Finds the text anywhere; each character of it stands for itself. */
    public static String containing(String text) {
        return '%' + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
    }
}
