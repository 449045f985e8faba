package io.pullway.rating.moderation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether there is a moderation service. */
@ConfigMapping(prefix = "pullway.rating")
interface ModerationConfiguration {
    /**
     * Whether the moderation service is asked before a comment is published: {@code on} or {@code off}, default {@code
     * off}. Where it is asked and does not answer, what has a new comment is refused with 503.
     */
    @WithDefault("off")
    boolean moderation();
}
