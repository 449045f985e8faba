package io.pullway.rating.ratings;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.once.OnceOnly;
import io.pullway.rating.identity.Roles;
import io.pullway.rating.web.JsonLines;
import io.pullway.rating.web.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /ratings/import}: many ratings at once. */
@Path("ratings/import")
@Tag(name = "ratings")
@Produces(JsonLines.MEDIA_TYPE)
public class RatingImportResource {
    private final RatingImport imports;
    private final ObjectMapper mapper;

    RatingImportResource(RatingImport imports, ObjectMapper mapper) {
        this.imports = imports;
        this.mapper = mapper;
    }

    /** One rating a line; answers with what became of each, a line each. As a whole it happens once. */
    @POST
    @RolesAllowed(Roles.ADMIN)
    @OnceOnly
    @Consumes(JsonLines.MEDIA_TYPE)
    @Operation(operationId = "importRatings", summary = "Make many ratings, one a line")
    @RequestBody(
            required = true,
            description = "One rating a line, at most 10,000 lines.",
            content = @Content(mediaType = JsonLines.MEDIA_TYPE, schema = @Schema(implementation = NewRating.class)))
    @APIResponse(
            responseCode = "200",
            description = "What became of each line, one a line.",
            content = @Content(mediaType = JsonLines.MEDIA_TYPE, schema = @Schema(implementation = ImportedLine.class)))
    @APIResponse(
            responseCode = "413",
            description = "There are more lines than that. None was imported.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response importAll(JsonLines lines) {
        return Response.ok(ImportReport.of(imports.run(lines), mapper), JsonLines.MEDIA_TYPE)
                .build();
    }
}
