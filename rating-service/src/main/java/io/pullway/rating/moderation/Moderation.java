package io.pullway.rating.moderation;

import io.pullway.rating.identity.Callers;
import io.pullway.rating.moderation.ModerationClient.Comment;
import io.pullway.rating.moderation.ModerationClient.Verdict;
import io.pullway.rating.web.Problem;
import io.pullway.rating.web.WrongField;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Has comments judged before they are published. What cannot be judged is not published: its author is told so and may
 * try again, and nothing is stored. Safe for all threads; blocks.
 */
@Singleton
public class Moderation {
    private static final Logger LOG = Logger.getLogger(Moderation.class);

    private static final String NOT_KNOWN =
            "A comment is judged as its author's, whom the moderation service has to know:"
                    + " send it with a token (Authorization: Bearer), not with an API key. Nothing was stored.";
    private static final String NOT_ALLOWED =
            "The moderation service judges no comments of this caller. Nothing was stored.";

    private final ModerationClient client;
    private final Callers callers;
    private final boolean on;

    Moderation(@RestClient ModerationClient client, Callers callers, ModerationConfiguration configuration) {
        this.client = client;
        this.callers = callers;
        this.on = configuration.moderation();
    }

    /** Whether any comment is judged. */
    public boolean isOn() {
        return on;
    }

    /**
     * Lets a comment pass that may be published, and one that is already.
     *
     * @param published null for none, as for {@code comment}
     * @throws WebApplicationException 422 with the reason if it may not be published, 403 if its author is not known to,
     *     or not allowed by, who judges, 503 if nobody can say so now
     */
    public void requireAllowed(String comment, String published) {
        if (!on || comment == null || Objects.equals(comment, published)) {
            return;
        }
        Verdict verdict = judge(comment);
        if (!verdict.allowed()) {
            throw Problem.invalid(List.of(new WrongField("comment", "is not published: " + verdict.reason())))
                    .asException();
        }
    }

    private Verdict judge(String comment) {
        try {
            return client.judge(new Comment(comment));
        } catch (WebApplicationException | ProcessingException e) {
            String forbidden = e instanceof WebApplicationException refused
                    ? forbidden(refused.getResponse().getStatus())
                    : null;
            if (forbidden != null) {
                throw Problem.forbidden(forbidden).asException();
            }
            // The platform's own refusals too: nobody there, too late, outcome unknown.
            LOG.warnf("event=not-moderated reason=\"%s\"", e.getMessage());
            throw new WebApplicationException(
                    Problem.unavailable("Comments cannot be judged at the moment. Nothing was stored.")
                            .response()
                            .header(HttpHeaders.RETRY_AFTER, 1)
                            .build());
        }
    }

    /**
     * What to tell a caller for whom it is of no use to try again; null for all others. A token that was believed here will
     * be believed there, too: 401 says that one of the two does not have the issuer's newest key yet.
     */
    private String forbidden(int status) {
        return switch (status) {
            case 401 -> callers.haveToken() ? null : NOT_KNOWN;
            case 403 -> callers.haveToken() ? NOT_ALLOWED : NOT_KNOWN;
            default -> null;
        };
    }
}
