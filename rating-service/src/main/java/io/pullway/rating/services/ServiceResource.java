package io.pullway.rating.services;

import io.pullway.once.OnceOnly;
import io.pullway.rating.database.DatabaseException;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.identity.Roles;
import io.pullway.rating.web.Conditions;
import io.pullway.rating.web.Ids;
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
import jakarta.ws.rs.NotFoundException;
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

/** {@code /services}: create, read, list, replace, change, delete. */
@Path("services")
@Produces(MediaType.APPLICATION_JSON)
public class ServiceResource {
    private final Services services;

    ServiceResource(Services services) {
        this.services = services;
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @OnceOnly
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(NewService service, @Context UriInfo uri) {
        Versioned<Service> created = services.create(service);
        return Representation.created(created, created.value().id(), uri);
    }

    @GET
    @PermitAll
    @Path(Ids.PATH)
    public Response read(@PathParam("id") long id, @Context HttpHeaders headers) {
        return Conditions.of(headers).answer(services.read(id));
    }

    @GET
    @PermitAll
    public Response list(@Context UriInfo uri) {
        QueryParameters query = new QueryParameters(uri);
        Optional<String> text = query.search("q");
        Listing<RatedService> part = Listing.asked(query, Services.ORDERS);
        query.requireValid();
        return part.answer(services.list(part, text));
    }

    @GET
    @PermitAll
    @Path(Ids.PATH + "/statistics")
    public Statistics statistics(@PathParam("id") long id) {
        return services.statistics(id).orElseThrow(NotFoundException::new);
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @OnceOnly
    @Path(Ids.PATH)
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replace(
            @PathParam("id") long id, NewService service, @Context HttpHeaders headers, @Context UriInfo uri) {
        Versioned<Service> found = Conditions.of(headers).meant(services.lock(id));
        return Representation.changed(services.replace(found, service).orElseThrow(Conditions::notMet), uri);
    }

    @PATCH
    @RolesAllowed(Roles.ADMIN)
    @OnceOnly
    @Path(Ids.PATH)
    @Consumes(MergePatch.MEDIA_TYPE)
    public Response change(
            @PathParam("id") long id, MergePatch patch, @Context HttpHeaders headers, @Context UriInfo uri) {
        Versioned<Service> found = Conditions.of(headers).meant(services.lock(id));
        NewService service = patch.applyTo(found.value().input());
        return Representation.changed(services.replace(found, service).orElseThrow(Conditions::notMet), uri);
    }

    /** Not one that has ratings: 409. What users have written is not deleted in passing. */
    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @OnceOnly
    @Path(Ids.PATH)
    public void delete(@PathParam("id") long id, @Context HttpHeaders headers) {
        Versioned<Service> found = Conditions.of(headers).meant(services.lock(id));
        try {
            if (!services.delete(found)) {
                throw Conditions.notMet();
            }
        } catch (DatabaseException refusal) {
            if (refusal.violatedConstraint().filter(Services.RATED::equals).isPresent()) {
                throw Problem.conflict("This service has ratings.").asException();
            }
            throw refusal;
        }
    }
}
