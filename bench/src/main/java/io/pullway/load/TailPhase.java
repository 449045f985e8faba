package io.pullway.load;

import java.time.Duration;

/** What is done during a run of the heavy tail. */
enum TailPhase {
    /** Requests wait, as for a database. */
    STEADY,
    /** Requests compute, fewer of them, because there are not as many processors as slots. */
    COMPUTE,
    /** As steady, and one instance is stopped (SIGSTOP) for two seconds. */
    FREEZE,
    /** As steady, and one instance is killed (SIGKILL) and not replaced. */
    KILL;

    static final Duration FROZEN = Duration.ofSeconds(2);

    private static final Duration LIGHT_WAIT = Duration.ofMillis(10);
    private static final Duration LIGHT_COMPUTATION = Duration.ofMillis(1);

    /** Twice as long as the dearest request takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Longer than an ack wait, after which another instance gets what a killed one had in hand. */
    private static final Duration PATIENCE_IN_FAULTS = Duration.ofSeconds(15);

    /** How long senders wait. */
    Duration patience() {
        return hasFault() ? PATIENCE_IN_FAULTS : PATIENCE;
    }

    boolean hasFault() {
        return this == FREEZE || this == KILL;
    }

    /** What {@code /echo/work} is asked for. */
    String cost() {
        return this == COMPUTE ? "cpu" : "wait";
    }

    /** What an ordinary request costs. */
    Duration light() {
        return this == COMPUTE ? LIGHT_COMPUTATION : LIGHT_WAIT;
    }
}
