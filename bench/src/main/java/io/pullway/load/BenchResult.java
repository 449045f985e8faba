package io.pullway.load;

import java.util.List;
import java.util.Map;

/**
 * All that a run brought.
 *
 * @param allocations bytes a request, where they were asked for
 */
record BenchResult(
        BenchOptions options,
        Conditions conditions,
        TestBed.StartTimes starts,
        List<Comparison> runs,
        Map<Contender, Map<Role, Double>> allocations) {
    /**
     * What a reader has to know to compare it with another run.
     *
     * @param storeType file system of JetStream's files
     * @param syncAlways whether what JetStream acknowledges is on the disk
     * @param messageBytes of a request as it is stored
     */
    record Conditions(
            String nats,
            String java,
            String jvmFlags,
            int processors,
            String storeType,
            boolean syncAlways,
            int messageBytes) {}

    long errors() {
        return runs.stream().mapToLong(Comparison::errors).sum();
    }
}
