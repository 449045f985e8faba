package io.pullway.moderation;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What somebody wants to publish. */
@Schema(requiredProperties = "text")
public record Comment(
        @Schema(maxLength = Comment.MAX_LENGTH, pattern = "^[^\\u0000]*$", examples = "Came on time.")
        String text) {
    /** In code points, as PostgreSQL counts. */
    static final int MAX_LENGTH = 10_000;

    /** Whether it is there, and PostgreSQL can store it. */
    boolean isText() {
        return text != null
                && text.codePointCount(0, text.length()) <= MAX_LENGTH
                && text.codePoints()
                        .noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
