package io.pullway.load;

import java.util.List;

/** All that a run brought. */
record BenchResult(BenchOptions options, Conditions conditions, TestBed.StartTimes starts, List<Comparison> runs) {
    /**
     * What a reader has to know to compare it with another run.
     *
     * @param storeType file system of JetStream's files
     * @param messageBytes of a request as it is stored
     */
    record Conditions(String nats, String java, String jvmFlags, int processors, String storeType, int messageBytes) {}

    long errors() {
        return runs.stream().mapToLong(Comparison::errors).sum();
    }
}
