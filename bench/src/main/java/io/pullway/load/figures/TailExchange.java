package io.pullway.load.figures;

import java.util.List;

/**
 * One request of the simulation {@code HeavyTail}, as it records them.
 *
 * @param sentMicros of the wall clock, as all times but {@code micros}
 * @param outcome {@code ANSWERED}, {@code REFUSED}, or a failure
 * @param micros from then to the answer or the end of the sender's patience
 * @param process the instance that worked on it, 0 where no answer says so
 */
public record TailExchange(
        long sentMicros,
        boolean heavy,
        String outcome,
        long micros,
        long process,
        long startedMicros,
        long endedMicros) {
    private static final int COLUMNS = 7;

    /**
     * Reads what the simulation wrote.
     *
     * @param lines with that of the columns' names
     * @throws IllegalArgumentException with the line that is none
     */
    public static List<TailExchange> parse(List<String> lines) {
        return lines.stream().skip(1).map(TailExchange::parse).toList();
    }

    private static TailExchange parse(String line) {
        String[] columns = line.split(",");
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("no exchange: " + line);
        }
        return new TailExchange(
                Long.parseLong(columns[0]),
                columns[1].equals("heavy"),
                columns[2],
                Long.parseLong(columns[3]),
                Long.parseLong(columns[4]),
                Long.parseLong(columns[5]),
                Long.parseLong(columns[6]));
    }

    public boolean isAnswered() {
        return outcome.equals("ANSWERED");
    }

    public boolean isFailed() {
        return !isAnswered() && !outcome.equals("REFUSED");
    }
}
