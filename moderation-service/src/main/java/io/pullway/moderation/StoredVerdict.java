package io.pullway.moderation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was said of a comment, for moderators.
 *
 * @param author subject of the token of who wrote it; null where there was none
 * @param reason null for what was allowed
 */
@JsonInclude(Include.NON_NULL)
@Schema(requiredProperties = {"id", "text", "madeAt"})
public record StoredVerdict(long id, String author, String text, String reason, Instant madeAt) {}
