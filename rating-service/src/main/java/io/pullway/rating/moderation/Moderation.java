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
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;

/**
 * Has comments judged before they are published. What cannot be judged is not published: its author is told so and may
 * try again, and nothing is stored. Safe for all threads; blocks.
 */
@Singleton
public class Moderation {
    private static final Logger LOG = Logger.getLogger(Moderation.class);

    private final ModerationClient client;
    private final boolean on;

    Moderation(@RestClient ModerationClient client, ModerationConfiguration configuration) {
        this.client = client;
        this.on = configuration.moderation();
    }

    /**
     * Lets a comment pass that may be published, and one that is already.
     *
     * @param published null for none, as for {@code comment}
     * @throws WebApplicationException 422 with the reason if it may not be published, 503 if nobody can say so now
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
