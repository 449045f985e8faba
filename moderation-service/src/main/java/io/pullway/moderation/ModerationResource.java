package io.pullway.moderation;

import io.pullway.once.OnceOnly;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /moderation}: may this be published? */
@Path("/moderation/verdicts")
@Tag(name = "moderation")
@Produces(MediaType.APPLICATION_JSON)
public class ModerationResource {
    private static final int NEWEST = 100;

    private final WordList words;
    private final Verdicts verdicts;

    ModerationResource(WordList words, Verdicts verdicts) {
        this.words = words;
        this.verdicts = verdicts;
    }

    /** Whoever may publish may ask: what is judged is stored, with its author. */
    @POST
    @RolesAllowed({"user", "admin"})
    @OnceOnly
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "judgeComment", summary = "Judge whether a comment may be published")
    @APIResponse(
            responseCode = "200",
            description = "Whether it may.",
            content = @Content(schema = @Schema(implementation = Verdict.class)))
    @APIResponse(responseCode = "400", description = "The body is no JSON, or its text is none that is judged.")
    @APIResponse(responseCode = "415", description = "The body is of another media type.")
    public Verdict judge(Comment comment, @Context SecurityContext asking) throws SQLException {
        if (comment == null || !comment.isText()) {
            throw new BadRequestException("text is required, of at most " + Comment.MAX_LENGTH + " characters");
        }
        String author = asking.getUserPrincipal() instanceof JsonWebToken token ? token.getSubject() : null;
        Verdict verdict = words.judge(comment.text());
        verdicts.store(author, comment.text(), verdict);
        return verdict;
    }

    @GET
    @RolesAllowed({"moderator", "admin"})
    @Operation(operationId = "listVerdicts", summary = "The newest " + NEWEST + " verdicts, the newest first")
    public List<StoredVerdict> newest() throws SQLException {
        return verdicts.newest(NEWEST);
    }
}
