package io.pullway.load.figures;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a load generator saw during one measurement. Written by the floor's client and, through the script that it is
 * given, by wrk as the line {@code load requests=N micros=N p50Micros=N p99Micros=N errors=N}.
 *
 * @param requests answered ones
 * @param seconds that they took together
 * @param errors answers that are no success, and requests without an answer
 */
public record LoadResult(long requests, double seconds, double p50Millis, double p99Millis, long errors) {
    private static final Pattern LINE = Pattern.compile(
            "^load requests=(\\d+) micros=(\\d+) p50Micros=([0-9.]+) p99Micros=([0-9.]+) errors=(\\d+)$",
            Pattern.MULTILINE);

    /**
     * Finds the line in the output of a load generator.
     *
     * @throws IllegalArgumentException with the output, if there is none
     */
    public static LoadResult parse(String output) {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalArgumentException("A load generator said no result, but: " + output.strip());
        }
        return new LoadResult(
                Long.parseLong(line.group(1)),
                Long.parseLong(line.group(2)) / 1e6,
                Double.parseDouble(line.group(3)) / 1e3,
                Double.parseDouble(line.group(4)) / 1e3,
                Long.parseLong(line.group(5)));
    }

    public String line() {
        return String.format(
                Locale.ROOT,
                "load requests=%d micros=%d p50Micros=%.1f p99Micros=%.1f errors=%d",
                requests,
                Math.round(seconds * 1e6),
                p50Millis * 1e3,
                p99Millis * 1e3,
                errors);
    }

    public double perSecond() {
        return requests / seconds;
    }
}
