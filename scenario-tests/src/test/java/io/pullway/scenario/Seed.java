package io.pullway.scenario;

import java.util.Random;
import java.util.UUID;

/** What a run of faults decides by chance: {@code -Dpullway.seed=N} decides the same again. */
final class Seed {
    /** Of this run. */
    static final long VALUE = Long.getLong("pullway.seed", System.nanoTime() & 0xFFFFFF);

    private static final Random NAMES = new Random(VALUE);

    private Seed() {}

    /** A source of its own for each purpose, so that one does not move the other. Prints the seed. */
    static Random random(String purpose) {
        System.getLogger("faults").log(System.Logger.Level.INFO, purpose + ": -Dpullway.seed=" + VALUE);
        return new Random(VALUE ^ purpose.hashCode());
    }

    /** A name that no other of this run equals, where who takes which one does not matter. Any thread may call it. */
    static String name() {
        return name(NAMES);
    }

    /** A name that no other equals, whatever source it comes from. */
    static String name(Random random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
