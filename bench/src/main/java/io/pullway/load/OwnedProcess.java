package io.pullway.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the {@link Workplace}. One thread talks to it. */
final class OwnedProcess {
    private static final int DRAIN_SECONDS = 10;
    private static final int LINES_SHOWN = 15;

    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedReader output;
    private final Writer input;

    OwnedProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    /** Writes a line to its standard input. */
    void say(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw failed("does not listen any more");
        }
    }

    /** Reads a line of its standard output; only of a process that is not logged. */
    String hear() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw failed("has ended");
            }
            return line;
        } catch (IOException e) {
            throw failed("cannot be heard");
        }
    }

    /** Reads its standard output to the end, and waits for it. */
    String hearAll() {
        try {
            String all = output.readAllAsString();
            if (process.waitFor() != 0) {
                throw failed("failed:\n" + all.strip());
            }
            return all;
        } catch (IOException e) {
            throw failed("cannot be heard");
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** @throws IllegalStateException with the end of its log, if it has ended */
    void requireAlive() {
        if (!process.isAlive()) {
            throw failed("has ended");
        }
    }

    void stop() {
        process.destroy();
        awaitDeath();
    }

    /**
     * Waits for its end.
     *
     * @throws IllegalStateException with the end of its log, if it failed or goes on after the limit
     */
    void awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed("did not end within " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw failed("failed");
        }
    }

    /** @param name of the signal, without SIG */
    void signal(String name) {
        try {
            if (new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                            .start()
                            .waitFor()
                    != 0) {
                throw failed("could not be sent " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Waits until it has ended, however. */
    void awaitDeath() {
        try {
            if (!process.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                throw failed("did not end within " + DRAIN_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    IllegalStateException failed(String how) {
        return new IllegalStateException(name + " " + how + "\n" + endOfLog());
    }

    private String endOfLog() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
