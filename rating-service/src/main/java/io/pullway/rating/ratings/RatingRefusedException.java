package io.pullway.rating.ratings;

import io.pullway.rating.database.DatabaseException;

/** The database refused a new rating because of a constraint of the table. */
final class RatingRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient NewRating rating;
    private final String violated;

    /** @param violated name of the constraint */
    RatingRefusedException(NewRating rating, String violated, DatabaseException cause) {
        super("the rating violates " + violated, cause);
        this.rating = rating;
        this.violated = violated;
    }

    NewRating rating() {
        return rating;
    }

    String violated() {
        return violated;
    }
}
