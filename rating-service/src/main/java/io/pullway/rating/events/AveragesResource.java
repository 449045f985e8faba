package io.pullway.rating.events;

import io.pullway.rating.events.AveragesRebuild.IncompleteStreamException;
import io.pullway.rating.identity.Roles;
import io.pullway.rating.web.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.sql.SQLException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** {@code /services/-/averages}: for operators. */
@Path("services/-/averages")
@Tag(name = "services")
@Produces(MediaType.APPLICATION_JSON)
public class AveragesResource {
    private static final Logger LOG = Logger.getLogger(AveragesResource.class);
    private static final long RETRY_AFTER_SECONDS = 1;

    private final AveragesRebuild rebuild;

    AveragesResource(AveragesRebuild rebuild) {
        this.rebuild = rebuild;
    }

    /** Done twice it comes to the same. */
    @POST
    @RolesAllowed(Roles.ADMIN)
    @Path("rebuild")
    @Operation(operationId = "rebuildAverages", summary = "Make the averages anew from all events")
    @APIResponse(
            responseCode = "200",
            description = "They are made anew.",
            content = @Content(schema = @Schema(implementation = RebuiltAverages.class)))
    @APIResponse(
            responseCode = "409",
            description = "The stream has lost events that no checkpoint has. Nothing was changed.",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public RebuiltAverages rebuild() {
        try {
            return rebuild.run();
        } catch (IOException | SQLException e) {
            LOG.warnf("event=averages-not-rebuilt reason=\"%s\"", e.getMessage());
            throw new ServiceUnavailableException(RETRY_AFTER_SECONDS);
        } catch (IncompleteStreamException e) {
            throw Problem.conflict(e.getMessage()).asException();
        }
    }
}
