package io.pullway.rating.users;

import io.pullway.rating.web.JsonSchemas;
import io.pullway.rating.web.Name;
import io.pullway.rating.web.Text;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a client sends to create a user, or to replace one. Blanks around the names do not count. */
@Schema(additionalProperties = Schema.False.class)
public record NewUser(
        @Name @Schema(pattern = JsonSchemas.NAME, examples = "Ada")
        String firstName,

        @Name @Schema(pattern = JsonSchemas.NAME, examples = "Lovelace")
        String lastName) {
    public NewUser {
        firstName = Text.trimmed(firstName);
        lastName = Text.trimmed(lastName);
    }
}
