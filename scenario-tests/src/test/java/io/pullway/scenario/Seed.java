package io.pullway.scenario;

import java.util.Random;

/** What a run of faults decides by chance: {@code -Dpullway.seed=N} decides the same again. */
final class Seed {
    /** Of this run. */
    static final long VALUE = Long.getLong("pullway.seed", System.nanoTime() & 0xFFFFFF);

    private Seed() {}

    /** A source of its own for each purpose, so that one does not move the other. Prints the seed. */
    static Random random(String purpose) {
        System.getLogger("faults").log(System.Logger.Level.INFO, purpose + ": -Dpullway.seed=" + VALUE);
        return new Random(VALUE ^ purpose.hashCode());
    }
}
