package io.pullway.simulation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What was asked for by system properties, {@code -Dtarget=…} and so on; what was not is as the simulation has it by default.
 *
 * @param property gives the value of one, or null
 */
record Settings(UnaryOperator<String> property) {
    private static final int MOST = 1_000_000;

    static Settings ofSystem() {
        return new Settings(System::getProperty);
    }

    /** Root of the platform, without {@code /api} and without a slash at the end. */
    String target() {
        String target = text("target").orElse("http://localhost:8080");
        if (!target.matches("https?://[^/]+")) {
            throw wrong("target", target, "a URL without a path, for example http://localhost:8080");
        }
        return target;
    }

    /** A bearer token of somebody who may do everything, for what changes something. */
    String token() {
        return text("token")
                .orElseThrow(() -> new IllegalArgumentException(
                        "token is missing: -Dtoken=$(scripts/pullway token --user load --role admin)"));
    }

    /** Arrivals a second, of users or of requests, as the simulation says. */
    double rate(double otherwise) {
        return number("rate", otherwise);
    }

    int users(int otherwise) {
        return (int) number("users", otherwise);
    }

    /** {@code 20s}, {@code 5m}, {@code 1h}. */
    Duration duration(String otherwise) {
        return duration("duration", otherwise);
    }

    Duration duration(String name, String otherwise) {
        String value = text(name).orElse(otherwise);
        if (!value.matches("[0-9]{1,5}(ms|s|m|h)")) {
            throw wrong(name, value, "a whole number and its unit, for example 500ms, 20s, 5m or 1h");
        }
        long amount = Long.parseLong(value.replaceAll("\\D", ""));
        return switch (value.replaceAll("\\d", "")) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** Percent of the users by what they do: {@code browse=80,rate=20}. */
    Map<String, Double> mix(String otherwise) {
        String value = text("mix").orElse(otherwise);
        if (!value.matches("[a-z]+=\\d{1,3}(,[a-z]+=\\d{1,3})*")) {
            throw wrong("mix", value, "names and percents, for example " + otherwise);
        }
        Map<String, Double> mix = new LinkedHashMap<>();
        Arrays.stream(value.split(","))
                .map(part -> part.split("="))
                .forEach(part -> mix.put(part[0], Double.valueOf(part[1])));
        if (mix.values().stream().mapToDouble(Double::doubleValue).sum() != 100) {
            throw wrong("mix", value, "percents that are 100 together");
        }
        return mix;
    }

    /** Where all exchanges are written to, if that was asked for. */
    Optional<Path> record() {
        return text("record").map(Path::of);
    }

    /** A number from 0 (but not 0 itself) to a million. */
    double number(String name, double otherwise) {
        String value = text(name).orElse(Double.toString(otherwise));
        if (!value.matches("\\d{1,7}(\\.\\d{1,3})?")
                || Double.parseDouble(value) == 0
                || Double.parseDouble(value) > MOST) {
            throw wrong(name, value, "a number above 0, at most " + MOST);
        }
        return Double.parseDouble(value);
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(property.apply(name)).filter(value -> !value.isBlank());
    }

    private static IllegalArgumentException wrong(String name, String value, String allowed) {
        return new IllegalArgumentException(name + " has to be " + allowed + ", not '" + value + "'");
    }
}
