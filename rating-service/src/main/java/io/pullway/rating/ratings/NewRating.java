package io.pullway.rating.ratings;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.Range;

/** What a client sends to rate a service. */
public record NewRating(
        @NotNull(message = "is required") Long userId,
        @NotNull(message = "is required") Long serviceId,

        @NotNull(message = "is required") @Range(min = 1, max = 5, message = "must be from 1 to 5")
        Long score) {}
