package io.pullway.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of {@code docs/reliability.md}, one row a fault, between two markers. It is only written when
 * the Maven profile {@code faults} is active; a row replaces the one of the same fault.
 */
final class Reliability {
    private static final String BEGIN = "<!-- faults: written by scripts/test --profile faults -->";
    private static final String END = "<!-- end of faults -->";

    private Reliability() {}

    /** Writes a row of a run that {@link Seed} can make again. @param effects what is there afterwards */
    static void row(String fault, History history, String effects) {
        write(fault, history, effects, Long.toString(Seed.VALUE));
    }

    /** Writes a row of a run in which nothing is left to chance. */
    static void rowWithoutChance(String fault, History history, String effects) {
        write(fault, history, effects, "");
    }

    private static synchronized void write(String fault, History history, String effects, String seed) {
        String row = "| "
                + String.join(" | ", fault, String.join(" | ", history.cells()), history.problems(), effects, seed)
                + " |";
        System.getLogger("faults").log(System.Logger.Level.INFO, row);
        if (!Boolean.getBoolean("pullway.faults")) {
            return;
        }
        Path file = Checkout.root().resolve("docs/reliability.md");
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            int begin = lines.indexOf(BEGIN);
            int end = lines.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new AssertionError(file + " needs the lines " + BEGIN + " and " + END);
            }
            int same = begin;
            while (same < end && !lines.get(same).startsWith("| " + fault + " |")) {
                same++;
            }
            if (same < end) {
                lines.set(same, row);
            } else {
                // Before the empty line that ends the table.
                lines.add(end - 1, row);
            }
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
