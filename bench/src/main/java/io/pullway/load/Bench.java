package io.pullway.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures the whole path of a request against JetStream alone and against a bare worker, all in one run, in turn, so that
 * whatever disturbs the machine disturbs all of them. Started by {@code scripts/bench}, which describes its options.
 *
 * <p>Exit code 0 also when requests failed, which is shown; 1 when the measurement itself did.
 */
public final class Bench {
    private static final int WARM_UP_IN_FLIGHT = 64;
    private static final int LEAST_WARM_UPS = 3;
    private static final int MOST_WARM_UPS = 8;
    private static final double WARM = 0.97;
    private static final int LEAST_WARM_UP_SECONDS = 5;

    /** What the last measurement left unanswered when it stopped is done by then. */
    private static final long PAUSE_MILLIS = 300;

    private final BenchOptions options;
    private final Progress progress = new Progress();

    private Bench(BenchOptions options) {
        this.options = options;
    }

    public static void main(String[] none) {
        BenchOptions options = BenchOptions.ofScript();
        MeasuringProgram.run(
                "bench", options.store(), workplace -> new Bench(options).measureAll(Tools.ofScript(), workplace));
    }

    private void measureAll(Tools tools, Workplace workplace) {
        TestBed bed = TestBed.start(tools, workplace, progress, options);
        progress.say(String.format(Locale.ROOT, "About %d minutes from here", minutes()));
        warmUp(bed);
        List<Comparison> runs = new ArrayList<>();
        for (int inFlight : options.plan().inFlight()) {
            runs.add(compare(bed, inFlight));
        }
        if (options.extras().profile() != null) {
            profile(bed, new FlightRecordings(tools, workplace));
        }
        report(new BenchResult(options, conditions(tools, workplace, bed), bed.startTimes(), runs, allocations(bed)));
    }

    private int minutes() {
        int measurements = options.plan().inFlight().size() * options.plan().rounds();
        int seconds = measurements * (options.plan().seconds() + 1) + LEAST_WARM_UPS * warmUpSeconds();
        return Math.ceilDiv(seconds * Contender.of(options).size(), 60);
    }

    private int warmUpSeconds() {
        return Math.max(LEAST_WARM_UP_SECONDS, options.plan().seconds());
    }

    /** Until the compilers of the JVMs have nothing left to gain: the last turn cost hardly less than the one before. */
    private void warmUp(TestBed bed) {
        double before = Double.MAX_VALUE;
        for (int turn = 1; turn <= MOST_WARM_UPS; turn++) {
            double cpuMicros = 0;
            for (Contender contender : Contender.of(options)) {
                Measurement warm = measure(bed, contender, WARM_UP_IN_FLIGHT, warmUpSeconds());
                tell("Warm-up " + turn, contender, warm);
                cpuMicros += warm.cpuMicros();
            }
            if (turn >= LEAST_WARM_UPS && cpuMicros > before * WARM) {
                return;
            }
            before = cpuMicros;
        }
    }

    private Comparison compare(TestBed bed, int inFlight) {
        Map<Contender, List<Measurement>> measured = new EnumMap<>(Contender.class);
        for (int round = 1; round <= options.plan().rounds(); round++) {
            for (Contender contender : Contender.of(options)) {
                Measurement measurement =
                        measure(bed, contender, inFlight, options.plan().seconds());
                tell(
                        inFlight + " in flight, round " + round + "/"
                                + options.plan().rounds(),
                        contender,
                        measurement);
                measured.computeIfAbsent(contender, any -> new ArrayList<>()).add(measurement);
            }
        }
        Map<Contender, Summary> summaries = new EnumMap<>(Contender.class);
        measured.forEach((contender, rounds) -> summaries.put(contender, Summary.of(rounds)));
        return new Comparison(inFlight, summaries);
    }

    private static Measurement measure(TestBed bed, Contender contender, int inFlight, int seconds) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        return Measurement.of(bed, contender, inFlight, seconds);
    }

    private void tell(String what, Contender contender, Measurement measured) {
        progress.say(String.format(
                Locale.ROOT,
                "%s, %-5s  %,8.0f requests/s, p50 %.3f ms%s",
                what,
                contender.title(),
                measured.load().perSecond(),
                measured.load().p50Millis(),
                measured.load().errors() == 0 ? "" : ", " + measured.load().errors() + " ERRORS"));
    }

    /** Likewise. */
    private Map<Contender, Map<Role, Double>> allocations(TestBed bed) {
        Map<Contender, Map<Role, Double>> allocations = new EnumMap<>(Contender.class);
        if (options.extras().allocations()) {
            progress.say("Counting what is allocated");
            for (Contender contender : Contender.of(options)) {
                if (contender == Contender.PATH || contender.isKeyed()) {
                    allocations.put(
                            contender,
                            Allocations.of(
                                    bed,
                                    contender,
                                    WARM_UP_IN_FLIGHT,
                                    options.plan().seconds()));
                }
            }
        }
        return allocations;
    }

    /** After all that counts: recording costs something. */
    private void profile(TestBed bed, FlightRecordings recordings) {
        List<OwnedProcess> recorded = List.of(bed.proxy(), bed.worker(Contender.PATH));
        recorded.forEach(recordings::start);
        tell(
                "Recorded",
                Contender.PATH,
                measure(bed, Contender.PATH, WARM_UP_IN_FLIGHT, options.plan().seconds()));
        for (OwnedProcess process : recorded) {
            progress.say(
                    "Recording: " + recordings.stop(process, options.extras().profile())
                            + " (for example: jfr view hot-methods FILE)");
        }
    }

    private void report(BenchResult result) {
        if (options.json() != null) {
            write(options.json(), JsonReport.of(result));
        }
        System.out.print(TextReport.of(result));
    }

    private BenchResult.Conditions conditions(Tools tools, Workplace workplace, TestBed bed) {
        try {
            return new BenchResult.Conditions(
                    bed.versionOfNats(),
                    Runtime.version().toString(),
                    String.join(" ", tools.jvmFlags()),
                    Runtime.getRuntime().availableProcessors(),
                    Files.getFileStore(workplace.store()).type(),
                    options.variation().syncAlways(),
                    bed.messageBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
