package io.pullway.cli.streams;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them ({@code 1h30m}, {@code 500ms}), which is what NACK and the NATS tools understand. */
public final class GoDuration {
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART + ")+");

    private GoDuration() {}

    /**
     * @throws IllegalArgumentException with a message fit for people, for anything but a duration of Go
     *     that is not negative
     */
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no duration: write for example 500ms, 10s, 2m or 24h"
                            + (text.endsWith("d") ? " (there is no unit for days)" : ""));
        }
        BigDecimal nanos = BigDecimal.ZERO;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2)))));
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is too long: at most 292 years (2562047h)");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /** The shortest form: {@code 2h}, not {@code 2h0m0s}. */
    public static String show(Duration duration) {
        if (duration.isZero()) {
            return "0s";
        }
        StringBuilder shown = new StringBuilder();
        append(shown, duration.toHours(), "h");
        append(shown, duration.toMinutesPart(), "m");
        append(shown, duration.toSecondsPart(), "s");
        append(shown, duration.toNanosPart() / 1_000_000, "ms");
        append(shown, duration.toNanosPart() / 1_000 % 1_000, "us");
        append(shown, duration.toNanosPart() % 1_000, "ns");
        return shown.toString();
    }

    private static void append(StringBuilder shown, long count, String unit) {
        if (count > 0) {
            shown.append(count).append(unit);
        }
    }
}
