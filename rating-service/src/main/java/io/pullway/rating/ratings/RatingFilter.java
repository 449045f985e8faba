package io.pullway.rating.ratings;

import io.pullway.rating.web.QueryParameters;
import java.util.Optional;

/** Which ratings are wanted: those for which all holds that is said. */
record RatingFilter(Optional<Long> userId, Optional<Long> serviceId, Optional<Long> minScore, Optional<Long> maxScore) {
    /** What the query asks for; remembers there what is wrong. An id that nothing has is not wrong, and finds nothing. */
    static RatingFilter asked(QueryParameters query) {
        RatingFilter filter = new RatingFilter(
                query.wholeNumber("userId", 1, Long.MAX_VALUE),
                query.wholeNumber("serviceId", 1, Long.MAX_VALUE),
                query.wholeNumber("minScore", 1, 5),
                query.wholeNumber("maxScore", 1, 5));
        if (filter.minScore().orElse(1L) > filter.maxScore().orElse(5L)) {
            query.refuse("minScore", "must not be above maxScore");
        }
        return filter;
    }
}
