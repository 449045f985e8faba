package io.pullway.rating.users;

import io.pullway.once.OnceOnly;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.web.Ids;
import io.pullway.rating.web.Page;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/** {@code /users}: create, read, list, delete. */
@Path("users")
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {
    private final Users users;

    UserResource(Users users) {
        this.users = users;
    }

    @POST
    @OnceOnly
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(NewUser user, @Context UriInfo uri) {
        User created = users.create(user).value();
        return Response.created(Ids.location(uri, created.id())).entity(created).build();
    }

    @GET
    @Path(Ids.PATH)
    public User read(@PathParam("id") long id) {
        return users.read(id).map(Versioned::value).orElseThrow(NotFoundException::new);
    }

    @GET
    public Response list(@Context UriInfo uri) {
        Page page = Page.askedFor(uri);
        return page.answer(users.list(page), uri);
    }

    /** Takes the user's ratings along: a rating of nobody says nothing. */
    @DELETE
    @Path(Ids.PATH)
    public void delete(@PathParam("id") long id) {
        if (!users.delete(id)) {
            throw new NotFoundException();
        }
    }
}
