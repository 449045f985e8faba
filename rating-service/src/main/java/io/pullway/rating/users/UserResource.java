package io.pullway.rating.users;

import io.pullway.once.OnceOnly;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.identity.Roles;
import io.pullway.rating.web.Conditions;
import io.pullway.rating.web.Ids;
import io.pullway.rating.web.Listing;
import io.pullway.rating.web.MergePatch;
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

/** {@code /users}: create, read, list, replace, change, delete. */
@Path("users")
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
    public Response create(NewUser user, @Context UriInfo uri) {
        Versioned<User> created = profiles.create(user);
        return Representation.created(created, created.value().id(), uri);
    }

    @GET
    @PermitAll
    @Path(Ids.PATH)
    public Response read(@PathParam("id") long id, @Context HttpHeaders headers) {
        return Conditions.of(headers).answer(users.read(id));
    }

    @GET
    @PermitAll
    public Response list(@Context UriInfo uri) {
        QueryParameters query = new QueryParameters(uri);
        Optional<String> text = query.search("q");
        Listing<User> part = Listing.asked(query, Users.ORDERS);
        query.requireValid();
        return part.answer(users.list(part, text));
    }

    @PUT
    @RolesAllowed({Roles.USER, Roles.ADMIN})
    @OnceOnly
    @Path(Ids.PATH)
    @Consumes(MediaType.APPLICATION_JSON)
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
}
