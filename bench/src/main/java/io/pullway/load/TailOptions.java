package io.pullway.load;

import java.nio.file.Path;

/**
 * What was asked of the comparison under a heavy tail.
 *
 * @param seconds of a steady run that are recorded; any other takes half as long
 * @param rounds how often a steady run is repeated; any other half as often
 * @param instances of the service
 * @param slots of each: requests that it works on at the same time, and threads that it has for them
 * @param json file for the result
 */
record TailOptions(int seconds, int rounds, int instances, int slots, Path json) {
    static final int HEAVY_TIMES = 100;

    private static final double PART_OF_HEAVY = 0.01;

    /** Busy slots on average: between what autoscalers aim at (0.5 to 0.8). */
    private static final double LOAD = 0.7;

    /** The same where an instance fails: three quarters of what is left of three. */
    private static final double LOAD_IN_FAULTS = 0.5;

    /** Computing, of one processor: the other one is for the way and for the load. */
    private static final double LOAD_OF_PROCESSOR = 0.5;

    /** @throws IllegalStateException if this program was not started by its script */
    static TailOptions ofScript() {
        return new TailOptions(
                Integer.parseInt(Tools.property("seconds")),
                Integer.parseInt(Tools.property("rounds")),
                Integer.parseInt(Tools.property("instances")),
                Integer.parseInt(Tools.property("slots")),
                Path.of(Tools.property("json")));
    }

    int allSlots() {
        return instances * slots;
    }

    /** Requests a second that make that load. */
    int rate(TailPhase phase) {
        double meanSeconds = phase.light().toNanos() / 1e9 * (1 - PART_OF_HEAVY + HEAVY_TIMES * PART_OF_HEAVY);
        double load = switch (phase) {
            case COMPUTE -> LOAD_OF_PROCESSOR;
            case STEADY -> LOAD * allSlots();
            case FREEZE, KILL -> LOAD_IN_FAULTS * allSlots();
        };
        return (int) Math.round(load / meanSeconds);
    }

    int rounds(TailPhase phase) {
        return phase == TailPhase.STEADY ? rounds : Math.ceilDiv(rounds, 2);
    }

    int seconds(TailPhase phase) {
        return phase == TailPhase.STEADY ? seconds : Math.ceilDiv(seconds, 2);
    }
}
