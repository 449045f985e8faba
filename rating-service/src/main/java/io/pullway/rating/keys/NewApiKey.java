package io.pullway.rating.keys;

import io.pullway.rating.web.JsonSchemas;
import io.pullway.rating.web.Name;
import io.pullway.rating.web.Text;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to make an API key. Blanks around the name do not count. */
@Schema(additionalProperties = Schema.False.class)
public record NewApiKey(
        @Name @Schema(pattern = JsonSchemas.NAME, examples = "Nightly import")
        String name) {
    public NewApiKey {
        name = Text.trimmed(name);
    }
}
