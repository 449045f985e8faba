package io.pullway.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the programs of a platform printed, kept in a folder below {@code target/} for whoever reads a failed test. */
final class Logs {
    private Logs() {}

    /** An empty folder: what an earlier run left would only mislead. */
    static void startAnew(Path folder) {
        try {
            Files.createDirectories(folder);
            List<Path> old;
            try (Stream<Path> files = Files.list(folder)) {
                old = files.filter(Files::isRegularFile).toList();
            }
            for (Path file : old) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code NAME.log}. */
    static void write(Path folder, String name, String text) {
        try {
            Files.writeString(folder.resolve(name + ".log"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
