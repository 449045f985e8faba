package io.pullway.rating.services;

import io.pullway.rating.web.Entry;
import java.math.BigDecimal;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A {@link Service} as lists have it: with what users think of it. The service itself is without, since its
 * {@code ETag} is of what is written there, and not of what is written about it.
 *
 * @param averageScore rounded to two decimals; null where there are no ratings
 */
public record RatedService(
        long id,
        String name,
        @Schema(nullable = true) String description,
        long ratingCount,
        @Schema(nullable = true, examples = "4.25") BigDecimal averageScore,
        Instant createdAt,
        Instant updatedAt)
        implements Entry {}
