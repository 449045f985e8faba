package io.pullway.load;

import io.pullway.load.figures.Sample;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What was asked for on the command line of {@code scripts/bench}, which has checked it.
 *
 * @param json file for the result, or null
 * @param store folder in which JetStream keeps its files, or null for the folder of temporary files
 */
record BenchOptions(Plan plan, Extras extras, Variation variation, Path json, Path store) {
    /**
     * @param seconds length of one measurement
     * @param rounds how often each is repeated
     * @param inFlight how many requests are under way at a time, each in its turn
     */
    record Plan(int seconds, int rounds, List<Integer> inFlight) {}

    /**
     * What is measured too.
     *
     * @param database {@code @OnceOnly}, with a PostgreSQL
     * @param allocations bytes that our programs allocate for a request
     * @param profile file name from which those of the two recordings are made, or null
     */
    record Extras(boolean database, boolean allocations, Path profile) {}

    /**
     * What is otherwise than usually.
     *
     * @param bodyBytes of every request and every answer
     * @param syncAlways whether NATS writes to the disk before it acknowledges
     */
    record Variation(int bodyBytes, boolean syncAlways) {
        boolean isOfBody() {
            return bodyBytes != Sample.LEAST_BYTES;
        }
    }

    /** @throws IllegalStateException if this program was not started by its script */
    static BenchOptions ofScript() {
        return new BenchOptions(
                new Plan(
                        Integer.parseInt(Tools.property("seconds")),
                        Integer.parseInt(Tools.property("rounds")),
                        Arrays.stream(Tools.property("in-flight").split(","))
                                .map(Integer::valueOf)
                                .toList()),
                new Extras(
                        Boolean.parseBoolean(Tools.property("database")),
                        Boolean.parseBoolean(Tools.property("allocations")),
                        path("profile")),
                new Variation(Sample.JSON.length(), Boolean.parseBoolean(Tools.property("sync-always"))),
                path("json"),
                path("store"));
    }

    private static Path path(String name) {
        String path = Tools.property(name);
        return path.isEmpty() ? null : Path.of(path).toAbsolutePath();
    }
}
