package io.pullway.rating.ratings;

import io.pullway.rating.database.DatabaseException;
import io.pullway.rating.web.Ids;
import io.pullway.rating.web.Page;
import io.pullway.rating.web.Problem;
import io.pullway.rating.web.WrongField;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** {@code /ratings}: create, read, list. */
@Path("ratings")
@Produces(MediaType.APPLICATION_JSON)
public class RatingResource {
    /** The constraints of the table that a new rating can violate, by their names in the migration. */
    private static final String ONE_PER_PAIR = "ratings_one_per_pair";

    private static final String USER_EXISTS = "ratings_user_exists";
    private static final String SERVICE_EXISTS = "ratings_service_exists";

    private final Ratings ratings;
    private final RatingReferences references;

    RatingResource(Ratings ratings, RatingReferences references) {
        this.ratings = ratings;
        this.references = references;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(NewRating rating, @Context UriInfo uri) {
        try {
            Rating created = ratings.create(rating);
            return Response.created(Ids.location(uri, created.id()))
                    .entity(created)
                    .build();
        } catch (DatabaseException failure) {
            String violated = failure.violatedConstraint().orElseThrow(() -> failure);
            throw refusal(rating, violated).asException();
        }
    }

    @GET
    @Path(Ids.PATH)
    public Rating read(@PathParam("id") long id) {
        return ratings.read(id).orElseThrow(NotFoundException::new);
    }

    @GET
    public Response list(@Context UriInfo uri) {
        Page page = Page.askedFor(uri);
        return page.answer(ratings.list(page), uri);
    }

    /**
     * Why the database refused the rating. It names one violated constraint, and a client wants all its wrong
     * fields: so both are looked up, after a refusal only.
     */
    private Problem refusal(NewRating rating, String violated) {
        return switch (violated) {
            case ONE_PER_PAIR -> Problem.conflict("This user has already rated this service.");
            case USER_EXISTS -> unknown(rating, RatingReferences.NO_SUCH_USER);
            case SERVICE_EXISTS -> unknown(rating, RatingReferences.NO_SUCH_SERVICE);
            default -> throw new IllegalStateException("No constraint of a new rating: " + violated);
        };
    }

    /** The violated one counts even if what it names has been created since. */
    private Problem unknown(NewRating rating, WrongField violated) {
        List<WrongField> wrong = references.wrong(rating);
        return Problem.invalid(wrong.contains(violated) ? wrong : List.of(violated));
    }
}
