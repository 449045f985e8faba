package io.pullway.rating.services;

import io.pullway.once.OnceOnly;
import io.pullway.rating.database.DatabaseException;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /services}: create, read, list, replace, change, delete. */
@Path("services")
@Tag(name = "services")
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
    @Operation(operationId = "createService", summary = "Make a service")
    @APIResponse(
            responseCode = "201",
            description = "It is made, and where it is.",
            content = @Content(schema = @Schema(implementation = Service.class)))
    public Response create(NewService service, @Context UriInfo uri) {
        Versioned<Service> created = services.create(service);
        return Representation.created(created, created.value().id(), uri);
    }

    @GET
    @PermitAll
    @Path(Ids.PATH)
    @Operation(operationId = "readService", summary = "One service")
    @APIResponse(
            responseCode = "200",
            description = "The service.",
            content = @Content(schema = @Schema(implementation = Service.class)))
    public Response read(@PathParam("id") long id, @Context HttpHeaders headers) {
        return Conditions.of(headers).answer(services.read(id));
    }

    @GET
    @PermitAll
    @Operation(operationId = "listServices", summary = "Services, in parts")
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description = "Those that have this text in their name or description, in upper or lower case.",
            schema = @Schema(implementation = String.class, pattern = JsonSchemas.SEARCH))
    @APIResponse(
            responseCode = "200",
            description = "A part of the list.",
            content = @Content(schema = @Schema(implementation = RatedService[].class)))
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
    @Operation(operationId = "readServiceStatistics", summary = "What users think of a service")
    public Statistics statistics(@PathParam("id") long id) {
        return services.statistics(id).orElseThrow(NotFoundException::new);
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @OnceOnly
    @Path(Ids.PATH)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "replaceService", summary = "Replace a service")
    @APIResponse(
            responseCode = "200",
            description = "The service as it is now.",
            content = @Content(schema = @Schema(implementation = Service.class)))
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
    @Operation(operationId = "changeService", summary = "Change some fields of a service")
    @RequestBody(
            required = true,
            content = @Content(mediaType = MergePatch.MEDIA_TYPE, schema = @Schema(ref = "ServicePatch")))
    @APIResponse(
            responseCode = "200",
            description = "The service as it is now.",
            content = @Content(schema = @Schema(implementation = Service.class)))
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
    @Operation(operationId = "deleteService", summary = "Delete a service")
    @APIResponse(responseCode = "204", description = "It is gone.")
    @APIResponse(
            responseCode = "409",
            description = "It has ratings.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
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

    /** Asked by proxies before they tell a client what happens here: 204 says that it may listen. */
    @GET
    @PermitAll
    @Path("-/events")
    @Operation(hidden = true)
    public void mayListen() {
        // Who may not would be refused by an annotation or an exception.
    }
}
