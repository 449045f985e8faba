package io.pullway.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/** The figures of a program, as an operator reads them from its management port. */
final class Gauges {
    private static final String METRICS = "/q/metrics";
    private static final String RUNNING = "pullway_server_slots_running";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Gauges() {}

    /** How many requests a service instance works on at the moment. */
    static int running(Program service) {
        return gauge(service, RUNNING);
    }

    /** The same of an instance whose management port is this. */
    static int runningAt(Endpoint management) {
        String name = "port " + management.port();
        return gauge(name, metrics(name, URI.create("http://127.0.0.1:" + management.port() + METRICS)), RUNNING);
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
        return gauge(program.name(), metrics(program), name);
    }

    private static int gauge(String whose, String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToInt(Gauges::value)
                .findFirst()
                .orElseThrow(() -> new AssertionError(whose + " tells no " + name));
    }

    private static int value(String line) {
        return (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    /** All that a program tells. */
    static String metrics(Program program) {
        return metrics(program.name(), program.management(METRICS));
    }

    private static String metrics(String whose, URI uri) {
        HttpRequest get =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        try {
            return HTTP.send(get, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(whose + " does not tell its figures: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking " + whose, e);
        }
    }
}
