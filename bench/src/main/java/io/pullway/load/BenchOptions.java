package io.pullway.load;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked for on the command line of {@code scripts/bench}, which has checked it.
 *
 * @param seconds length of one measurement
 * @param rounds how often each is repeated
 * @param inFlight how many requests are under way at a time, each in its turn
 * @param json file for the result, or null
 * @param profile file name from which those of the two recordings are made, or null
 * @param database whether to measure {@code @OnceOnly} too, with a PostgreSQL
 * @param store folder in which JetStream keeps its files, or null for the folder of temporary files
 */
record BenchOptions(
        int seconds, int rounds, List<Integer> inFlight, Path json, Path profile, boolean database, Path store) {
    /** @throws IllegalStateException if this program was not started by its script */
    static BenchOptions ofScript() {
        return new BenchOptions(
                Integer.parseInt(Tools.property("seconds")),
                Integer.parseInt(Tools.property("rounds")),
                Arrays.stream(Tools.property("in-flight").split(","))
                        .map(Integer::valueOf)
                        .toList(),
                path("json"),
                path("profile"),
                Boolean.parseBoolean(Tools.property("database")),
                path("store"));
    }

    private static Path path(String name) {
        String path = Tools.property(name);
        return path.isEmpty() ? null : Path.of(path).toAbsolutePath();
    }
}
