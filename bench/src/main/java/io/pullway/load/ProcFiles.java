package io.pullway.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** What Linux tells of processes and of the machine; see proc(5). */
final class ProcFiles {
    /** Linux shows times in hundredths of a second on every platform that Java runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    private ProcFiles() {}

    /** CPU time that a process has used, in user and kernel mode. */
    static long cpuMicros(long pid) {
        String[] fields = stat(Path.of("/proc/" + pid + "/stat"));
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    }

    /** The same of all children of this process that have ended. */
    static long endedChildrenCpuMicros() {
        String[] fields = stat(Path.of("/proc/self/stat"));
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * MICROS_PER_TICK;
    }

    /** Resident memory of a process, 0 if it has ended. */
    static long residentBytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024)
                    .findFirst()
                    .orElse(0);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** CPU time that was used by anybody on this machine, or taken away from it by others on the same host. */
    static long machineCpuMicros() {
        String[] times =
                read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +");
        // cpu user nice system idle iowait irq softirq steal …
        return Arrays.stream(new int[] {1, 2, 3, 6, 7, 8})
                        .mapToLong(i -> Long.parseLong(times[i]))
                        .sum()
                * MICROS_PER_TICK;
    }

    /** The fields after the name, which stands in parentheses and may hold anything. */
    private static String[] stat(Path file) {
        String line = read(file);
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
