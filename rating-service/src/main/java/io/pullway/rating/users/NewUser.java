package io.pullway.rating.users;

import io.pullway.rating.web.Name;
import io.pullway.rating.web.Text;

/** What a client sends to create a user, or to replace one. Blanks around the names do not count. */
public record NewUser(@Name String firstName, @Name String lastName) {
    public NewUser {
        firstName = Text.trimmed(firstName);
        lastName = Text.trimmed(lastName);
    }
}
