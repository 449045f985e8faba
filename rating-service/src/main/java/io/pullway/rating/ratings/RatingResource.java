package io.pullway.rating.ratings;

import io.pullway.once.OnceOnly;
import io.pullway.rating.database.DatabaseException;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.web.Ids;
import io.pullway.rating.web.Page;
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

/** {@code /ratings}: create, read, list. */
@Path("ratings")
@Produces(MediaType.APPLICATION_JSON)
public class RatingResource {
    private final Ratings ratings;

    RatingResource(Ratings ratings) {
        this.ratings = ratings;
    }

    @POST
    @OnceOnly
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(NewRating rating, @Context UriInfo uri) {
        try {
            Rating created = ratings.create(rating).value();
            return Response.created(Ids.location(uri, created.id()))
                    .entity(created)
                    .build();
        } catch (DatabaseException failure) {
            String violated = failure.violatedConstraint().orElseThrow(() -> failure);
            throw new RatingRefusedException(rating, violated, failure);
        }
    }

    @GET
    @Path(Ids.PATH)
    public Rating read(@PathParam("id") long id) {
        return ratings.read(id).map(Versioned::value).orElseThrow(NotFoundException::new);
    }

    @GET
    public Response list(@Context UriInfo uri) {
        Page page = Page.askedFor(uri);
        return page.answer(ratings.list(page), uri);
    }
}
