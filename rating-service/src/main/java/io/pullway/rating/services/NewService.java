package io.pullway.rating.services;

import io.pullway.rating.web.LongText;
import io.pullway.rating.web.Name;
import io.pullway.rating.web.Text;

/**
 * What a client sends to create a service, or to replace one. Blanks around the texts do not count.
 *
 * @param description may be absent; an empty one is an absent one
 */
public record NewService(@Name String name, @LongText String description) {
    public NewService {
        name = Text.trimmed(name);
        description = Text.trimmedOrNull(description);
    }
}
