package io.pullway.rating.ratings;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.once.OnceOnly;
import io.pullway.rating.database.DatabaseException;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.identity.Roles;
import io.pullway.rating.users.Profiles;
import io.pullway.rating.web.Conditions;
import io.pullway.rating.web.Ids;
import io.pullway.rating.web.JsonLines;
import io.pullway.rating.web.Listing;
import io.pullway.rating.web.MergePatch;
import io.pullway.rating.web.Problem;
import io.pullway.rating.web.QueryParameters;
import io.pullway.rating.web.Representation;
import io.pullway.rating.web.WrongField;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /ratings}: create, import, read, list, replace, change, delete. */
@Path("ratings")
@Produces(MediaType.APPLICATION_JSON)
public class RatingResource {
    private final Ratings ratings;
    private final RatingImport imports;
    private final Profiles profiles;
    private final ObjectMapper mapper;

    RatingResource(Ratings ratings, RatingImport imports, Profiles profiles, ObjectMapper mapper) {
        this.ratings = ratings;
        this.imports = imports;
        this.profiles = profiles;
        this.mapper = mapper;
    }

    @POST
    @RolesAllowed({Roles.USER, Roles.ADMIN})
    @OnceOnly
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(NewRating rating, @Context UriInfo uri) {
        profiles.requireOwn(rating.userId(), Roles.ADMIN);
        try {
            return ratings.create(rating)
                    .map(created ->
                            Representation.created(created, created.value().id(), uri))
                    .orElseGet(() -> Problem.conflict("This user has already rated this service.")
                            .response()
                            .build());
        } catch (DatabaseException failure) {
            String violated = failure.violatedConstraint().orElseThrow(() -> failure);
            throw new RatingRefusedException(rating, violated, failure);
        }
    }

    /** One rating a line; answers with what became of each, a line each. As a whole it happens once. */
    @POST
    @RolesAllowed(Roles.ADMIN)
    @OnceOnly
    @Path("import")
    @Consumes(JsonLines.MEDIA_TYPE)
    @Produces(JsonLines.MEDIA_TYPE)
    public Response create(JsonLines lines) {
        return Response.ok(ImportReport.of(imports.run(lines), mapper), JsonLines.MEDIA_TYPE)
                .build();
    }

    @GET
    @PermitAll
    @Path(Ids.PATH)
    public Response read(@PathParam("id") long id, @Context HttpHeaders headers) {
        return Conditions.of(headers).answer(ratings.read(id));
    }

    @GET
    @PermitAll
    public Response list(@Context UriInfo uri) {
        QueryParameters query = new QueryParameters(uri);
        RatingFilter filter = RatingFilter.asked(query);
        Listing<Rating> part = Listing.asked(query, Ratings.ORDERS);
        query.requireValid();
        return part.answer(ratings.list(part, filter));
    }

    @PUT
    @RolesAllowed({Roles.USER, Roles.ADMIN})
    @OnceOnly
    @Path(Ids.PATH)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replace(
            @PathParam("id") long id, NewRating rating, @Context HttpHeaders headers, @Context UriInfo uri) {
        Versioned<Rating> found = meant(id, headers, Roles.ADMIN);
        requireSameEnds(found.value(), rating);
        return Representation.changed(ratings.replace(found, rating).orElseThrow(Conditions::notMet), uri);
    }

    @PATCH
    @RolesAllowed({Roles.USER, Roles.ADMIN})
    @OnceOnly
    @Path(Ids.PATH)
    @Consumes(MergePatch.MEDIA_TYPE)
    public Response change(
            @PathParam("id") long id, MergePatch patch, @Context HttpHeaders headers, @Context UriInfo uri) {
        Versioned<Rating> found = meant(id, headers, Roles.ADMIN);
        NewRating rating = patch.applyTo(found.value().input());
        requireSameEnds(found.value(), rating);
        return Representation.changed(ratings.replace(found, rating).orElseThrow(Conditions::notMet), uri);
    }

    @DELETE
    @RolesAllowed({Roles.USER, Roles.MODERATOR, Roles.ADMIN})
    @OnceOnly
    @Path(Ids.PATH)
    public void delete(@PathParam("id") long id, @Context HttpHeaders headers) {
        if (!ratings.delete(meant(id, headers, Roles.ADMIN, Roles.MODERATOR))) {
            throw Conditions.notMet();
        }
    }

    /** The rating, locked. Else 404, 403 if it is neither the caller's nor the caller has one of the roles, or 412. */
    private Versioned<Rating> meant(long id, HttpHeaders headers, String... roles) {
        Optional<Versioned<Rating>> found = ratings.lock(id);
        found.ifPresent(rating -> profiles.requireOwn(rating.value().userId(), roles));
        return Conditions.of(headers).meant(found);
    }

    /** Who rated what is what makes it this rating; another one would be somebody else's, or of something else. */
    private static void requireSameEnds(Rating found, NewRating rating) {
        List<WrongField> wrong = new ArrayList<>();
        if (rating.userId() != found.userId()) {
            wrong.add(new WrongField("userId", "cannot be changed"));
        }
        if (rating.serviceId() != found.serviceId()) {
            wrong.add(new WrongField("serviceId", "cannot be changed"));
        }
        if (!wrong.isEmpty()) {
            throw Problem.invalid(wrong).asException();
        }
    }
}
