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

/** {@code /moderation}: may this be published? */
@Path("/moderation/verdicts")
@Produces(MediaType.APPLICATION_JSON)
public class ModerationResource {
    private static final int MAX_LENGTH = 10_000;
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
    public Verdict judge(Comment comment, @Context SecurityContext asking) throws SQLException {
        if (comment == null || !isText(comment.text())) {
            throw new BadRequestException("text is required, of at most " + MAX_LENGTH + " characters");
        }
        String author = asking.getUserPrincipal() instanceof JsonWebToken token ? token.getSubject() : null;
        Verdict verdict = words.judge(comment.text());
        verdicts.store(author, comment.text(), verdict);
        return verdict;
    }

    @GET
    @RolesAllowed({"moderator", "admin"})
    public List<StoredVerdict> newest() throws SQLException {
        return verdicts.newest(NEWEST);
    }

    /** What PostgreSQL can store. */
    private static boolean isText(String text) {
        return text != null
                && text.length() <= MAX_LENGTH
                && text.codePoints()
                        .noneMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
