package io.pullway.rating.moderation;

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
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Has comments judged before they are published. What cannot be judged is not published: its author is told so and may
 * try again, and nothing is stored. Safe for all threads; blocks.
 */
@Singleton
public class Moderation {
    private static final Logger LOG = Logger.getLogger(Moderation.class);

    private static final Set<Integer> CREDENTIALS_REFUSED = Set.of(401, 403);
    private static final String NOT_KNOWN =
            "A comment is judged as its author's, whom the moderation service has to know:"
                    + " send it with a token (Authorization: Bearer), not with an API key. Nothing was stored.";

    private final ModerationClient client;
    private final boolean on;

    Moderation(@RestClient ModerationClient client, ModerationConfiguration configuration) {
        this.client = client;
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
     * @throws WebApplicationException 422 with the reason if it may not be published, 403 if its author is not known to
     *     who judges, 503 if nobody can say so now
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
            if (e instanceof WebApplicationException refused
                    && CREDENTIALS_REFUSED.contains(refused.getResponse().getStatus())) {
                // As of who has an API key: it is known here only.
                throw Problem.forbidden(NOT_KNOWN).asException();
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
}
