package io.pullway.rating.keys;

import io.pullway.rating.web.Name;
import io.pullway.rating.web.Text;

/** What a client sends to make an API key. Blanks around the name do not count. */
public record NewApiKey(@Name String name) {
    public NewApiKey {
        name = Text.trimmed(name);
    }
}
