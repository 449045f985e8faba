package io.pullway.rating.keys;

import io.pullway.once.OnceOnly;
import io.pullway.rating.identity.Roles;
import io.pullway.rating.users.Profiles;
import io.pullway.rating.web.Ids;
import io.pullway.rating.web.Problem;
import io.quarkus.smallrye.jwt.runtime.auth.BearerTokenAuthentication;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code /users/{id}/api-keys}: make, list, delete. For the owner of the profile alone, and with a token: a key that
 * leaked would make itself successors.
 */
@Path("users/" + Ids.PATH + "/api-keys")
@Tag(name = "api keys")
@Produces(MediaType.APPLICATION_JSON)
@BearerTokenAuthentication
@RolesAllowed(Roles.USER)
public class ApiKeyResource {
    private static final String KEY = "{key: [1-9][0-9]{0,18}}";

    private final ApiKeys keys;
    private final Profiles profiles;

    ApiKeyResource(ApiKeys keys, Profiles profiles) {
        this.keys = keys;
        this.profiles = profiles;
    }

    /**
     * The one answer that shows the key. Not once-only, which would store the answer with the key in it: who never got
     * the answer deletes the key and makes another.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createApiKey", summary = "Make an API key; this answer alone shows it")
    @Extension(name = "x-pullway-not-kept", value = "true", parseValue = true)
    @APIResponse(
            responseCode = "201",
            description = "It is made.",
            headers = {
                @Header(
                        name = "Location",
                        description = "Where it is, without the key.",
                        schema = @Schema(implementation = String.class)),
                @Header(
                        name = "Cache-Control",
                        description = "`no-store`: nobody may keep the key but the client.",
                        schema = @Schema(implementation = String.class))
            },
            content = @Content(schema = @Schema(implementation = CreatedApiKey.class)))
    @APIResponse(
            responseCode = "409",
            description = "The user has as many as one may have.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response create(
            @PathParam("id") long userId, NewApiKey wanted, @Context HttpHeaders headers, @Context UriInfo uri) {
        profiles.requireOwn(userId);
        requireNotKept(headers);
        KeySecret secret = KeySecret.random();
        ApiKey created = keys.create(userId, wanted.name(), secret)
                .orElseThrow(() -> Problem.conflict("A user has at most " + ApiKeys.MOST + " API keys.")
                        .asException());
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(Long.toString(created.id()))
                        .build())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(CreatedApiKey.of(created, secret))
                .build();
    }

    /** The platform keeps the answers to such requests, and the key would be in it. */
    private static void requireNotKept(HttpHeaders headers) {
        String prefer = headers.getHeaderString("Prefer");
        if (headers.getHeaderString("Idempotency-Key") != null || prefersAsync(prefer)) {
            throw Problem.malformed(
                            "The answer shows a key and is not kept: ask without Idempotency-Key and respond-async.")
                    .asException();
        }
    }

    /** Names of preferences are compared without case (RFC 7240 section 2). */
    private static boolean prefersAsync(String prefer) {
        return prefer != null && prefer.toLowerCase(Locale.ROOT).contains("respond-async");
    }

    @GET
    @Operation(operationId = "listApiKeys", summary = "The user's API keys")
    public List<ApiKey> list(@PathParam("id") long userId) {
        profiles.requireOwn(userId);
        return keys.list(userId);
    }

    @GET
    @Path(KEY)
    @Operation(operationId = "readApiKey", summary = "An API key, without the key itself")
    public ApiKey read(@PathParam("id") long userId, @PathParam("key") long id) {
        profiles.requireOwn(userId);
        return keys.read(userId, id).orElseThrow(NotFoundException::new);
    }

    /** It is refused from then on. */
    @DELETE
    @OnceOnly
    @Path(KEY)
    @Operation(operationId = "deleteApiKey", summary = "Delete an API key")
    public void delete(@PathParam("id") long userId, @PathParam("key") long id) {
        profiles.requireOwn(userId);
        if (!keys.delete(userId, id)) {
            throw new NotFoundException();
        }
    }
}
