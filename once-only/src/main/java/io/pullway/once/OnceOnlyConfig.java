package io.pullway.once;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What can be set of {@link OnceOnly}. */
@ConfigMapping(prefix = "pullway.once-only")
public interface OnceOnlyConfig {
    /**
     * How long answers are kept, at least 1 min. Longer than the platform keeps an answer (24 h), else a late
     * delivery would run again.
     */
    @WithDefault("25h")
    Duration keep();

    /** How often older answers are deleted, at least 1 s. */
    @WithDefault("10m")
    Duration cleanEvery();

    /**
     * How long a delivery waits for another one of the same request before it is given back, 10 ms to 1 min.
     * It occupies a slot and a connection meanwhile.
     */
    @WithDefault("5s")
    Duration lockTimeout();

    /**
     * After how long without a statement PostgreSQL ends the transaction of a method, 1 s to 10 min: that of
     * a frozen instance, which would hold its request for ever. Longer than a method may be busy between two
     * statements.
     */
    @WithDefault("20s")
    Duration idleTimeout();

    /** After how long JetStream delivers a request again that was given back, 0 s to 1 min. */
    @WithDefault("1s")
    Duration giveBackDelay();
}
