package io.pullway.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether a comment may be published.
 *
 * @param reason one sentence for its author; null for what is allowed
 */
@JsonInclude(Include.NON_NULL)
@Schema(requiredProperties = "allowed")
public record Verdict(boolean allowed, String reason) {
    static final Verdict ALLOWED = new Verdict(true, null);

    static Verdict refused(String reason) {
        return new Verdict(false, reason);
    }
}
