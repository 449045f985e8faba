package io.pullway.wire;

import java.time.Duration;

/**
 * What an application puts into the context of a request (a local of its Vert.x context, under this class)
 * when somebody else is working on the same request: nobody is to be answered, the request is to be
 * delivered again.
 *
 * @param delay how long JetStream waits before it delivers the request again; not negative
 */
public record GiveBack(Duration delay) {
    public GiveBack {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay is not negative: " + delay);
        }
    }
}
