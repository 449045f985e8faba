package io.pullway.scenario;

import io.pullway.fixtures.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a process takes of its machine from now on. Used by one thread. */
final class Footprint {
    private final long pid;
    private final long begin = System.nanoTime();
    private final Duration processorBefore;
    private final List<Long> megabytes = new ArrayList<>();

    private Footprint(long pid) {
        this.pid = pid;
        this.processorBefore = processor();
    }

    static Footprint of(JavaProcess process) {
        return new Footprint(process.pid());
    }

    /** Looks how much memory it holds. */
    void look() {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
            String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            megabytes.add(Long.parseLong(kilobytes) / 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Memory in MB (resident set), as a rule, in this third of the looks, 1 to 3: their median. */
    long megabytes(int third) {
        int size = megabytes.size() / 3;
        return megabytes.subList((third - 1) * size, third * size).stream()
                .sorted()
                .skip(size / 2)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("looked too seldom"));
    }

    /** Of one core since the beginning, 1.0 is all of it. */
    double cores() {
        return processor().minus(processorBefore).toNanos() / (double) (System.nanoTime() - begin);
    }

    private Duration processor() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new AssertionError("nothing is known of the process " + pid));
    }
}
