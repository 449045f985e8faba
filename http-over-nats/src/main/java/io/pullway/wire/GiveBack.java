package io.pullway.wire;

import java.time.Duration;
import java.util.Optional;

/**
 * Where an application says that a request is to be delivered again, and nobody answered: because somebody else is
 * working on it, or because the answer may not be true. The server puts one into the context of each request (a local
 * of its Vert.x context, under this class), and looks at its own when the application has answered. It is this object
 * that is shared, as Quarkus may run a blocking method on a copy of the context. Any thread may use it.
 */
public final class GiveBack {
    private volatile Duration delay;

    /** Asks for it. @param pause how long JetStream waits before it delivers the request again; not negative */
    public void after(Duration pause) {
        if (pause.isNegative()) {
            throw new IllegalArgumentException("a delay is not negative: " + pause);
        }
        delay = pause;
    }

    /** The last pause that was asked for, if any. */
    public Optional<Duration> delay() {
        return Optional.ofNullable(delay);
    }
}
