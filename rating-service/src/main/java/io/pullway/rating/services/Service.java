package io.pullway.rating.services;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A service that can be rated, as clients see it.
 *
 * @param description null where there is none
 * @param updatedAt of the last change; {@code createdAt} where there was none
 */
public record Service(
        long id, String name, @Schema(nullable = true) String description, Instant createdAt, Instant updatedAt) {
    /** What a client would send to make it so. */
    public NewService input() {
        return new NewService(name, description);
    }
}
