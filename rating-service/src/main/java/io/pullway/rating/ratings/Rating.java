package io.pullway.rating.ratings;

/** A user's rating of a service, as clients see it; {@code score} is 1 to 5. */
public record Rating(long id, long userId, long serviceId, int score) {}
