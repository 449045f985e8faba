package io.pullway.rating.moderation;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The moderation service. Where it is: {@code quarkus.rest-client.moderation.url}. */
@RegisterRestClient(configKey = "moderation")
@Path("/moderation/verdicts")
interface ModerationClient {
    /** Whether a comment may be published. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    Verdict judge(Comment comment);

    record Comment(String text) {}

    /** @param reason one sentence for its author; null for what is allowed */
    record Verdict(boolean allowed, String reason) {}
}
