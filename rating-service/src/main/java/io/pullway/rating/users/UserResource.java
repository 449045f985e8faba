package io.pullway.rating.users;

import io.pullway.once.OnceOnly;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.identity.Roles;
import io.pullway.rating.web.Conditions;
import io.pullway.rating.web.Ids;
import io.pullway.rating.web.JsonSchemas;
import io.pullway.rating.web.Listing;
import io.pullway.rating.web.MergePatch;
import io.pullway.rating.web.Problem;
import io.pullway.rating.web.QueryParameters;
import io.pullway.rating.web.Representation;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /users}: create, read, list, replace, change, delete. */
@Path("users")
@Tag(name = "users")
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {
    private final Users users;
    private final Profiles profiles;

    UserResource(Users users, Profiles profiles) {
        this.users = users;
        this.profiles = profiles;
    }

    @POST
    @RolesAllowed({Roles.USER, Roles.ADMIN})
    @OnceOnly
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createUser", summary = "Make a user")
    @APIResponse(
            responseCode = "201",
            description = "It is made, and where it is.",
            content = @Content(schema = @Schema(implementation = User.class)))
    @APIResponse(
            responseCode = "409",
            description = "You have a profile already.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response create(NewUser user, @Context UriInfo uri) {
        Versioned<User> created = profiles.create(user);
        return Representation.created(created, created.value().id(), uri);
    }

    @GET
    @PermitAll
    @Path(Ids.PATH)
    @Operation(operationId = "readUser", summary = "One user")
    @APIResponse(
            responseCode = "200",
            description = "The user.",
            content = @Content(schema = @Schema(implementation = User.class)))
    public Response read(@PathParam("id") long id, @Context HttpHeaders headers) {
        return Conditions.of(headers).answer(users.read(id));
    }

    @GET
    @PermitAll
    @Operation(operationId = "listUsers", summary = "Users, in parts")
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description = "Those that have this text in their first or last name, in upper or lower case.",
            schema = @Schema(implementation = String.class, pattern = JsonSchemas.SEARCH))
    @APIResponse(
            responseCode = "200",
            description = "A part of the list.",
            content = @Content(schema = @Schema(implementation = User[].class)))
    public Response list(@Context UriInfo uri) {
        QueryParameters query = new QueryParameters(uri);
        Optional<String> text = query.search("q");
        Listing<User> part = Listing.asked(query, Users.ORDERS);
        query.requireValid();
        return part.answer(users.list(part, text));
    }

    /** So that who has signed in finds the profile that they change and rate with: whose a profile is stands in none. */
    @GET
    @RolesAllowed({Roles.USER, Roles.MODERATOR, Roles.ADMIN})
    @Path("-/own")
    @Operation(operationId = "readOwnUser", summary = "The user whose profile belongs to who asks")
    @APIResponse(
            responseCode = "200",
            description = "The user.",
            content = @Content(schema = @Schema(implementation = User.class)))
    @APIResponse(responseCode = "204", description = "Who asks has no profile.")
    public Response readOwn(@Context HttpHeaders headers) {
        Conditions conditions = Conditions.of(headers);
        Optional<Versioned<User>> own = profiles.own();
        return own.isEmpty() ? Response.noContent().build() : conditions.answer(own);
    }

    @PUT
    @RolesAllowed({Roles.USER, Roles.ADMIN})
    @OnceOnly
    @Path(Ids.PATH)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "replaceUser", summary = "Replace a user")
    @APIResponse(
            responseCode = "200",
            description = "The user as it is now.",
            content = @Content(schema = @Schema(implementation = User.class)))
    public Response replace(
            @PathParam("id") long id, NewUser user, @Context HttpHeaders headers, @Context UriInfo uri) {
        Versioned<User> found = meant(id, headers);
        return Representation.changed(users.replace(found, user).orElseThrow(Conditions::notMet), uri);
    }

    @PATCH
    @RolesAllowed({Roles.USER, Roles.ADMIN})
    @OnceOnly
    @Path(Ids.PATH)
    @Consumes(MergePatch.MEDIA_TYPE)
    @Operation(operationId = "changeUser", summary = "Change some fields of a user")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(ref = "UserPatch")))
    @APIResponse(
            responseCode = "200",
            description = "The user as it is now.",
            content = @Content(schema = @Schema(implementation = User.class)))
    public Response change(
            @PathParam("id") long id, MergePatch patch, @Context HttpHeaders headers, @Context UriInfo uri) {
        Versioned<User> found = meant(id, headers);
        NewUser user = patch.applyTo(found.value().input());
        return Representation.changed(users.replace(found, user).orElseThrow(Conditions::notMet), uri);
    }

    /** Takes the user's ratings along: a rating of nobody says nothing. */
    @DELETE
    @RolesAllowed({Roles.USER, Roles.ADMIN})
    @OnceOnly
    @Path(Ids.PATH)
    @Operation(operationId = "deleteUser", summary = "Delete a user")
    @APIResponse(responseCode = "204", description = "It is gone.")
    public void delete(@PathParam("id") long id, @Context HttpHeaders headers) {
        if (!users.delete(meant(id, headers))) {
            throw Conditions.notMet();
        }
    }

    /** The user, locked. Else 404, 403 if it is neither the caller's own profile nor the caller an admin, or 412. */
    private Versioned<User> meant(long id, HttpHeaders headers) {
        Optional<Versioned<User>> found = users.lock(id);
        found.ifPresent(user -> profiles.requireOwn(id, Roles.ADMIN));
        return Conditions.of(headers).meant(found);
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
