package io.pullway.rating.ratings;

import io.pullway.once.OnceOnly;
import io.pullway.rating.database.DatabaseException;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.identity.Roles;
import io.pullway.rating.moderation.Moderation;
import io.pullway.rating.users.Profiles;
import io.pullway.rating.web.Conditions;
import io.pullway.rating.web.Ids;
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
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /ratings}: create, read, list, replace, change, delete. */
@Path("ratings")
@Tag(name = "ratings")
@Produces(MediaType.APPLICATION_JSON)
public class RatingResource {
    private final Ratings ratings;
    private final Profiles profiles;
    private final Moderation moderation;

    RatingResource(Ratings ratings, Profiles profiles, Moderation moderation) {
        this.ratings = ratings;
        this.profiles = profiles;
        this.moderation = moderation;
    }

    @POST
    @RolesAllowed({Roles.USER, Roles.ADMIN})
    @OnceOnly
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createRating", summary = "Make a rating")
    @APIResponse(
            responseCode = "201",
            description = "It is made, and where it is.",
            content = @Content(schema = @Schema(implementation = Rating.class)))
    @APIResponse(
            responseCode = "409",
            description = "The user has rated this service already.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response create(NewRating rating, @Context UriInfo uri) {
        profiles.requireOwn(rating.userId(), Roles.ADMIN);
        moderation.requireAllowed(rating.comment(), null);
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

    @GET
    @PermitAll
    @Path(Ids.PATH)
    @Operation(operationId = "readRating", summary = "One rating")
    @APIResponse(
            responseCode = "200",
            description = "The rating.",
            content = @Content(schema = @Schema(implementation = Rating.class)))
    public Response read(@PathParam("id") long id, @Context HttpHeaders headers) {
        return Conditions.of(headers).answer(ratings.read(id));
    }

    @GET
    @PermitAll
    @Operation(operationId = "listRatings", summary = "Ratings, in parts")
    @Parameter(
            name = "userId",
            in = ParameterIn.QUERY,
            description = "Of this user.",
            schema = @Schema(implementation = Long.class, minimum = "1"))
    @Parameter(
            name = "serviceId",
            in = ParameterIn.QUERY,
            description = "Of this service.",
            schema = @Schema(implementation = Long.class, minimum = "1"))
    @Parameter(
            name = "minScore",
            in = ParameterIn.QUERY,
            description = "With this score or a higher one.",
            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "5"))
    @Parameter(
            name = "maxScore",
            in = ParameterIn.QUERY,
            description = "With this score or a lower one.",
            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "5"))
    @APIResponse(
            responseCode = "200",
            description = "A part of the list.",
            content = @Content(schema = @Schema(implementation = Rating[].class)))
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
    @Operation(operationId = "replaceRating", summary = "Replace a rating")
    @APIResponse(
            responseCode = "200",
            description = "The rating as it is now.",
            content = @Content(schema = @Schema(implementation = Rating.class)))
    public Response replace(
            @PathParam("id") long id, NewRating rating, @Context HttpHeaders headers, @Context UriInfo uri) {
        requireAllowedComment(id, headers, published -> rating);
        Versioned<Rating> found = meant(id, headers, Roles.ADMIN);
        requireSameEnds(found.value(), rating);
        return Representation.changed(ratings.replace(found, rating).orElseThrow(Conditions::notMet), uri);
    }

    @PATCH
    @RolesAllowed({Roles.USER, Roles.ADMIN})
    @OnceOnly
    @Path(Ids.PATH)
    @Consumes(MergePatch.MEDIA_TYPE)
    @Operation(operationId = "changeRating", summary = "Change some fields of a rating")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(ref = "RatingPatch")))
    @APIResponse(
            responseCode = "200",
            description = "The rating as it is now.",
            content = @Content(schema = @Schema(implementation = Rating.class)))
    public Response change(
            @PathParam("id") long id, MergePatch patch, @Context HttpHeaders headers, @Context UriInfo uri) {
        requireAllowedComment(id, headers, patch::applyTo);
        Versioned<Rating> found = meant(id, headers, Roles.ADMIN);
        NewRating rating = patch.applyTo(found.value().input());
        requireSameEnds(found.value(), rating);
        return Representation.changed(ratings.replace(found, rating).orElseThrow(Conditions::notMet), uri);
    }

    @DELETE
    @RolesAllowed({Roles.USER, Roles.MODERATOR, Roles.ADMIN})
    @OnceOnly
    @Path(Ids.PATH)
    @Operation(operationId = "deleteRating", summary = "Delete a rating")
    @APIResponse(responseCode = "204", description = "It is gone.")
    public void delete(@PathParam("id") long id, @Context HttpHeaders headers) {
        if (!ratings.delete(meant(id, headers, Roles.ADMIN, Roles.MODERATOR))) {
            throw Conditions.notMet();
        }
    }

    /** Before it is locked: a judgement may take seconds. What takes its place meanwhile was judged as well. */
    private void requireAllowedComment(long id, HttpHeaders headers, UnaryOperator<NewRating> change) {
        if (moderation.isOn()) {
            Rating published = meant(ratings.read(id), headers, Roles.ADMIN).value();
            moderation.requireAllowed(change.apply(published.input()).comment(), published.comment());
        }
    }

    /** The rating, locked. Else 404, 403 if it is neither the caller's nor the caller has one of the roles, or 412. */
    private Versioned<Rating> meant(long id, HttpHeaders headers, String... roles) {
        return meant(ratings.lock(id), headers, roles);
    }

    private Versioned<Rating> meant(Optional<Versioned<Rating>> found, HttpHeaders headers, String... roles) {
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

    /** Asked by proxies before they tell a client what happens here: 204 says that it may listen. */
    @GET
    @PermitAll
    @Path("-/events")
    @Operation(hidden = true)
    public void mayListen() {
        // Who may not would be refused by an annotation or an exception.
    }
}
