package io.pullway.load;

import io.pullway.load.figures.TailExchange;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One run of the simulation {@code HeavyTail} against one balancer.
 *
 * @param exchanges all that were recorded
 * @param faultMicros when something was done to the victim, of the wall clock; 0 if nothing was
 */
record TailRun(List<TailExchange> exchanges, long faultMicros) {
    private static final String SIMULATION = "io.pullway.simulation.HeavyTail";
    private static final String WARM_UP = "3s";

    /** From the first recorded request, which tells that the warm-up is over. */
    private static final Duration FAULT_AFTER = Duration.ofSeconds(2);

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Runs it; blocks until its last request is answered or given up. */
    static TailRun of(TailBed bed, Workplace workplace, TailOptions options, Sending sending) {
        Path record = workplace.folder().resolve("exchanges.csv");
        Path begun = workplace.folder().resolve("begun");
        delete(record);
        delete(begun);
        OwnedProcess gatling = workplace.start(
                "gatling", Map.of(), true, command(bed, workplace, options, sending, List.of(record, begun)));
        long fault = sending.phase.hasFault() ? doFault(bed, sending.phase, begun, gatling) : 0;
        gatling.awaitEnd(LIMIT);
        try {
            return new TailRun(TailExchange.parse(Files.readAllLines(record)), fault);
        } catch (IOException e) {
            throw gatling.failed("recorded nothing");
        }
    }

    /** @param seed which requests are the heavy ones */
    record Sending(Balancer balancer, TailPhase phase, int seed) {}

    private static List<String> command(
            TailBed bed, Workplace workplace, TailOptions options, Sending sending, List<Path> files) {
        String gatling = Tools.property("gatling");
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dtarget=" + bed.target(sending.balancer),
                "-Drate=" + options.rate(sending.phase),
                "-Dduration=" + options.seconds(sending.phase) + "s",
                "-Dwarmup=" + WARM_UP,
                "-Dlight=" + sending.phase.light().toMillis() + "ms",
                "-Dcost=" + sending.phase.cost(),
                "-Dpatience=" + sending.phase.patience().toSeconds() + "s",
                "-Dseed=" + sending.seed,
                "-Drecord=" + files.getFirst(),
                "-Dbegun=" + files.getLast(),
                "-cp",
                String.join(
                        File.pathSeparator, gatling + "/test-classes", gatling + "/classes", gatling + "/gatling/*"),
                "io.gatling.app.Gatling",
                "--simulation",
                SIMULATION,
                "--results-folder",
                workplace.folder().resolve("gatling").toString(),
                "--no-reports"));
    }

    private static long doFault(TailBed bed, TailPhase phase, Path begun, OwnedProcess gatling) {
        while (!Files.exists(begun)) {
            gatling.requireAlive();
            TestBed.pause();
        }
        sleep(FAULT_AFTER);
        long now = System.currentTimeMillis() * 1_000;
        if (phase == TailPhase.FREEZE) {
            bed.victim().signal("STOP");
            sleep(TailPhase.FROZEN);
            bed.victim().signal("CONT");
        } else {
            bed.victim().kill();
        }
        return now;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
