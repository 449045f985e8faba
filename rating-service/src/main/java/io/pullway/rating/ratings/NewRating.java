package io.pullway.rating.ratings;

import io.pullway.rating.web.JsonSchemas;
import io.pullway.rating.web.LongText;
import io.pullway.rating.web.Text;
import jakarta.validation.constraints.NotNull;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.Range;

/**
 * What a client sends to rate a service. Blanks around the comment do not count.
 *
 * @param comment may be absent; an empty one is an absent one
 */
@Schema(additionalProperties = Schema.False.class)
public record NewRating(
        @NotNull(message = "is required") @Schema(minimum = "1", examples = "1")
        Long userId,

        @NotNull(message = "is required") @Schema(minimum = "1", examples = "1")
        Long serviceId,

        @NotNull(message = "is required") @Range(min = 1, max = 5, message = "must be from 1 to 5")
        @Schema(minimum = "1", maximum = "5", examples = "4")
        Long score,

        @LongText @Schema(pattern = JsonSchemas.LONG_TEXT, nullable = true, examples = "Came on time.")
        String comment) {
    public NewRating {
        comment = Text.trimmedOrNull(comment);
    }
}
