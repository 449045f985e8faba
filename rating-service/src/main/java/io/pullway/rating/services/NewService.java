package io.pullway.rating.services;

import io.pullway.rating.web.JsonSchemas;
import io.pullway.rating.web.LongText;
import io.pullway.rating.web.Name;
import io.pullway.rating.web.Text;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a client sends to create a service, or to replace one. Blanks around the texts do not count.
 *
 * @param description may be absent; an empty one is an absent one
 */
@Schema(additionalProperties = Schema.False.class)
public record NewService(
        @Name @Schema(pattern = JsonSchemas.NAME, examples = "Parcel tracking")
        String name,

        @LongText @Schema(pattern = JsonSchemas.LONG_TEXT, nullable = true, examples = "Where a parcel is.")
        String description) {
    public NewService {
        name = Text.trimmed(name);
        description = Text.trimmedOrNull(description);
    }
}
