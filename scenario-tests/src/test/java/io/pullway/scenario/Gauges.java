package io.pullway.scenario;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/** The figures of a program, as an operator reads them from its management port. */
final class Gauges {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Gauges() {}

    /** How many requests a service instance works on at the moment. */
    static int running(Program service) {
        return gauge(service, "pullway_server_slots_running");
    }

    /**
     * How many requests of this method the application of a service instance has been given and has answered,
     * whether or not its answers reached anybody.
     */
    static int answeredByApplication(Program service, String method) {
        return sum(service, "http_server_requests_seconds_count", "method=\"" + method + "\"");
    }

    /** Of all lines of this name that have these labels, each written as in {@code outcome="accepted"}; 0 without any. */
    static int sum(Program program, String name, String... labels) {
        return metrics(program)
                .lines()
                .filter(line -> line.startsWith(name + "{") && Stream.of(labels).allMatch(line::contains))
                .mapToInt(Gauges::value)
                .sum();
    }

    /** How many listen to events at a proxy at the moment. */
    static int listeners(Program proxy) {
        return gauge(proxy, "pullway_proxy_event_streams");
    }

    /** When a program believes that it was started, in seconds since 1970. */
    static long started(Program program) {
        return metrics(program)
                .lines()
                .filter(line -> line.startsWith("process_start_time_seconds "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(program.name() + " does not tell when it was started"));
    }

    /** @throws AssertionError if the program tells no such figure */
    static int gauge(Program program, String name) {
        return metrics(program)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToInt(Gauges::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError(program.name() + " tells no " + name));
    }

    private static int value(String line) {
        return (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    /** All that a program tells. */
    static String metrics(Program program) {
        HttpRequest get = HttpRequest.newBuilder(program.management("/q/metrics"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HTTP.send(get, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(program.name() + " does not tell its figures: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking " + program.name(), e);
        }
    }
}
