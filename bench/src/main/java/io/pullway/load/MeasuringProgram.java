package io.pullway.load;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** How a program that measures begins and ends. */
final class MeasuringProgram {
    private MeasuringProgram() {}

    /**
     * Does it in a workplace of its own, and ends this JVM: with 1 and a sentence where it could not be measured.
     *
     * @param script that started it, for the sentence
     * @param storeParent as for {@link Workplace#open}
     */
    static void run(String script, Path storeParent, Consumer<Workplace> measuring) {
        try (Workplace workplace = Workplace.open(storeParent)) {
            measure(workplace, measuring);
        } catch (IllegalStateException | IllegalArgumentException | UncheckedIOException e) {
            System.err.println(script + ": " + e.getMessage());
            System.exit(1);
        }
        // No thread of a client library keeps the program.
        System.exit(0);
    }

    private static void measure(Workplace workplace, Consumer<Workplace> measuring) {
        try {
            measuring.accept(workplace);
        } catch (IllegalStateException e) {
            // After a Ctrl-C the processes end: that is no failure of theirs.
            if (!workplace.isEnding()) {
                throw e;
            }
        }
    }
}
