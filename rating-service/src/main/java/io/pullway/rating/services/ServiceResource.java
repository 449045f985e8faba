package io.pullway.rating.services;

import io.pullway.once.OnceOnly;
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

/** {@code /services}: create, read, list. */
@Path("services")
@Produces(MediaType.APPLICATION_JSON)
public class ServiceResource {
    private final Services services;

    ServiceResource(Services services) {
        this.services = services;
    }

    @POST
    @OnceOnly
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(NewService service, @Context UriInfo uri) {
        Service created = services.create(service).value();
        return Response.created(Ids.location(uri, created.id())).entity(created).build();
    }

    @GET
    @Path(Ids.PATH)
    public Service read(@PathParam("id") long id) {
        return services.read(id).map(Versioned::value).orElseThrow(NotFoundException::new);
    }

    @GET
    public Response list(@Context UriInfo uri) {
        Page page = Page.askedFor(uri);
        return page.answer(services.list(page), uri);
    }
}
