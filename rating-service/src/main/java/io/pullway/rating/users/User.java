package io.pullway.rating.users;

import io.pullway.rating.web.Entry;
import java.time.Instant;

/**
 * A user as clients see it.
 *
 * @param updatedAt of the last change; {@code createdAt} where there was none
 */
public record User(long id, String firstName, String lastName, Instant createdAt, Instant updatedAt) implements Entry {
    /** What a client would send to make it so. */
    public NewUser input() {
        return new NewUser(firstName, lastName);
    }
}
