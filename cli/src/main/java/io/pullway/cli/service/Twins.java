package io.pullway.cli.service;

import io.pullway.cli.streams.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** The lines of a file that lists services, of which one gets a twin for the new service. Does nothing twice. */
final class Twins {
    private final String file;
    private final List<String> lines;
    private final ServiceName pattern;
    private final ServiceName name;

    /** @param pattern the service whose lines are copied */
    Twins(String file, String content, ServiceName pattern, ServiceName name) {
        this.file = file;
        this.lines = new ArrayList<>(content.lines().toList());
        this.pattern = pattern;
        this.name = name;
    }

    /**
     * Copies a block below itself, said of the new service.
     *
     * @param line one of it, without the blanks at its ends; the first such line of the file counts
     * @param before how many lines of the block stand before it
     * @param after how many stand behind it
     */
    Twins around(String line, int before, int after) throws RefusedException {
        int at = find(line);
        return copy(at - before, at + after + 1);
    }

    /** One line. */
    Twins of(String line) throws RefusedException {
        return around(line, 0, 0);
    }

    /** As {@link #around}, with a block from its first line to before the first further one that {@code end} is true of. */
    Twins from(String first, Predicate<String> end) throws RefusedException {
        int start = find(first);
        int stop = start + 1;
        while (stop < lines.size() && !end.test(lines.get(stop))) {
            stop++;
        }
        return copy(start, stop);
    }

    /** Puts a line of its own below the first one that is {@code anchor} but for blanks, indented alike. */
    Twins below(String anchor, String line) throws RefusedException {
        int at = find(anchor);
        String indented = indentation(lines.get(at)) + line;
        if (!lines.contains(indented)) {
            lines.add(at + 1, indented);
        }
        return this;
    }

    String content() {
        return String.join("\n", lines) + "\n";
    }

    private Twins copy(int start, int stop) {
        List<String> twin = lines.subList(start, stop).stream()
                .map(line -> name.instead(pattern, line))
                .toList();
        if (Collections.indexOfSubList(lines, twin) < 0) {
            lines.addAll(stop, twin);
        }
        return this;
    }

    private int find(String text) throws RefusedException {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(text)) {
                return i;
            }
        }
        throw new RefusedException(
                file + " has no line \"" + text + "\", after which the new service would be written.");
    }

    private static String indentation(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
