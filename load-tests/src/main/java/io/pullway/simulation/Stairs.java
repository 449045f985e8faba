package io.pullway.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Ever more requests a second, step by step, and where it becomes too much.
 *
 * <p>The knee is the last step before the first one of which less than 99 % were answered, or of which the p99 is more than
 * five times that of the first step and above 20 ms: below that it is noise of the machine.
 *
 * @param length of each step
 * @param increment by which each step is higher than the one before; that of the first
 */
record Stairs(int steps, double increment, Duration length) {
    private static final double LEAST_ANSWERED = 0.99;
    private static final double MOST_GROWTH = 5;
    private static final double NOISE_MILLIS = 20;

    /**
     * @param perSecond how many arrived
     * @param answered the part of them that was
     */
    record Step(double perSecond, double answered, double p50Millis, double p99Millis) {
        private String line() {
            return String.format(
                    Locale.ROOT,
                    "%10.0f/s  %5.1f %% answered, p50 %8.1f ms, p99 %8.1f ms%n",
                    perSecond,
                    100 * answered,
                    p50Millis,
                    p99Millis);
        }
    }

    /** The steps in which something was sent; the first exchange is at the foot. */
    List<Step> climbed(List<Exchange> exchanges) {
        long foot = exchanges.stream().mapToLong(Exchange::sentMicros).min().orElse(0);
        long micros = length.toNanos() / 1_000;
        List<Step> climbed = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            long from = foot + i * micros;
            List<Exchange> sent = exchanges.stream()
                    .filter(exchange -> exchange.sentMicros() >= from && exchange.sentMicros() < from + micros)
                    .toList();
            if (!sent.isEmpty()) {
                long[] answered = Percentiles.ofAnswered(sent);
                climbed.add(new Step(
                        sent.size() * 1e6 / micros,
                        answered.length / (double) sent.size(),
                        Percentiles.millis(answered, 50),
                        Percentiles.millis(answered, 99)));
            }
        }
        return climbed;
    }

    /** The last step that held; nothing if even the first one was too much. */
    static Optional<Step> knee(List<Step> climbed) {
        Step knee = null;
        for (Step step : climbed) {
            double limit =
                    Math.max(NOISE_MILLIS, MOST_GROWTH * climbed.getFirst().p99Millis());
            if (step.answered() < LEAST_ANSWERED || step.p99Millis() > limit) {
                break;
            }
            knee = step;
        }
        return Optional.ofNullable(knee);
    }

    /** For people: each step, and the knee. */
    String report(List<Exchange> exchanges) {
        List<Step> climbed = climbed(exchanges);
        StringBuilder report = new StringBuilder();
        climbed.forEach(step -> report.append(step.line()));
        report.append(verdict(climbed));
        return report.toString();
    }

    private static String verdict(List<Step> climbed) {
        Optional<Step> knee = knee(climbed);
        if (knee.isEmpty()) {
            return "Knee: below the first step\n";
        }
        return knee.get() == climbed.getLast()
                ? String.format(
                        Locale.ROOT,
                        "No knee up to %.0f/s: start with more (-Drate)%n",
                        knee.get().perSecond())
                : "Knee: " + knee.get().line();
    }
}
