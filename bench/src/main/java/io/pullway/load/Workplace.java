package io.pullway.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The folders and the processes of one run, which all end with it: by {@link #close}, with this JVM, and also when this
 * JVM is killed, for which a shell waits that sees its input end.
 *
 * <p>The name of the folder stands in the environment of every process that is started here; by it the shell knows them.
 * What is owned besides ({@link #own}) ends with this JVM only where that may run its hooks. One thread starts processes; the hook of the JVM may close at any time.
 */
final class Workplace implements AutoCloseable {
    /** $1 and $2: the folders. Signals of the terminal are for the others, it has to come last. */
    private static final String REAPER = """
            trap '' INT TERM HUP
            cat >/dev/null
            for file in /proc/[0-9]*/environ; do
              pid=${file#/proc/}
              pid=${pid%/environ}
              if [ "$pid" != $$ ] && grep -q -a -F "PULLWAY_BENCH=$1/" "$file" 2>/dev/null; then kill -9 "$pid" 2>/dev/null; fi
            done
            rm -rf "$1" "$2"
            """;

    private final Path folder;
    private final Path store;
    private final Process reaper;
    private final List<OwnedProcess> processes = new ArrayList<>();
    private final List<AutoCloseable> others = new ArrayList<>();
    private volatile boolean ending;

    private Workplace(Path folder, Path store) throws IOException {
        this.folder = folder;
        this.store = store;
        this.reaper = new ProcessBuilder("sh", "-c", REAPER, "reaper", folder.toString(), store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** @param storeParent where the folder for JetStream's files is made, null for the folder of temporary files */
    static Workplace open(Path storeParent) {
        try {
            Path folder = Files.createTempDirectory("pullway-bench-");
            Path store = storeParent == null
                    ? Files.createDirectory(folder.resolve("jetstream"))
                    : Files.createTempDirectory(storeParent, "pullway-bench-");
            Workplace workplace = new Workplace(folder, store);
            Runtime.getRuntime().addShutdownHook(new Thread(workplace::end, "end-processes"));
            return workplace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For configuration and logs. */
    Path folder() {
        return folder;
    }

    /** For the files of JetStream. */
    Path store() {
        return store;
    }

    /** Starts a process; what it prints to standard error, and to standard output too if {@code logged}, goes to a log. */
    OwnedProcess start(String name, Map<String, String> environment, boolean logged, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("PULLWAY_BENCH", folder + "/");
        Path log = folder.resolve(name + ".log");
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (logged) {
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        }
        synchronized (processes) {
            try {
                OwnedProcess process = new OwnedProcess(name, builder.start(), log);
                processes.add(process);
                return process;
            } catch (IOException e) {
                throw new IllegalStateException(name + " could not be started: " + e.getMessage(), e);
            }
        }
    }

    /** Ends something else together with the processes. @return the same */
    <T extends AutoCloseable> T own(T other) {
        synchronized (processes) {
            others.add(other);
        }
        return other;
    }

    /** Ends a process in the ordinary way, which lets a service drain. */
    void stop(OwnedProcess process) {
        process.stop();
        synchronized (processes) {
            processes.remove(process);
        }
    }

    /** Ends everything, last started first, and deletes the folders. */
    @Override
    public void close() {
        end();
    }

    /** Whether this JVM is being ended from outside, and its processes with it. */
    boolean isEnding() {
        return ending;
    }

    private static void end(AutoCloseable other) {
        try {
            other.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void end() {
        ending = true;
        synchronized (processes) {
            processes.reversed().forEach(OwnedProcess::kill);
            processes.clear();
            others.forEach(Workplace::end);
            others.clear();
        }
        try {
            reaper.getOutputStream().close();
            reaper.waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
