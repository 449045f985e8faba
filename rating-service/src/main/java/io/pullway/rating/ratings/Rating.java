package io.pullway.rating.ratings;

import io.pullway.rating.web.Entry;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A user's rating of a service, as clients see it.
 *
 * @param score 1 to 5
 * @param comment null where there is none
 * @param updatedAt of the last change; {@code createdAt} where there was none
 */
public record Rating(
        long id,
        long userId,
        long serviceId,
        int score,
        @Schema(nullable = true) String comment,
        Instant createdAt,
        Instant updatedAt)
        implements Entry {
    /** What a client would send to make it so. */
    public NewRating input() {
        return new NewRating(userId, serviceId, (long) score, comment);
    }
}
