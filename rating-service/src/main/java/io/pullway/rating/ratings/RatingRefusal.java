package io.pullway.rating.ratings;

import io.pullway.rating.web.Problem;
import io.pullway.rating.web.WrongField;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/**
 * Says why the database refused a rating. It names one violated constraint, and a client wants all its wrong
 * fields: so both are looked up, after a refusal only, and after its transaction has ended (PostgreSQL answers
 * nothing more in one that failed).
 */
@Provider
public class RatingRefusal implements ExceptionMapper<RatingRefusedException> {
    /** The constraints of the table that a new rating can violate, by their names in the migration. */
    private static final String USER_EXISTS = "ratings_user_exists";

    private static final String SERVICE_EXISTS = "ratings_service_exists";

    private final RatingReferences references;

    RatingRefusal(RatingReferences references) {
        this.references = references;
    }

    @Override
    public Response toResponse(RatingRefusedException refused) {
        Problem problem = switch (refused.violated()) {
            case USER_EXISTS -> unknown(refused.rating(), RatingReferences.NO_SUCH_USER);
            case SERVICE_EXISTS -> unknown(refused.rating(), RatingReferences.NO_SUCH_SERVICE);
            default -> throw new IllegalStateException("No constraint of a new rating: " + refused.violated());
        };
        return problem.response().build();
    }

    /** The violated one counts even if what it names has been created since. */
    private Problem unknown(NewRating rating, WrongField violated) {
        List<WrongField> wrong = references.wrong(rating);
        return Problem.invalid(wrong.contains(violated) ? wrong : List.of(violated));
    }
}
