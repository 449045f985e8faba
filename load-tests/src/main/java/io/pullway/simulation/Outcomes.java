package io.pullway.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All exchanges of a simulation. Any thread may add; figures are taken when all has ended. */
public final class Outcomes {
    private final Collection<Exchange> exchanges = new ConcurrentLinkedQueue<>();

    public void add(Exchange exchange) {
        exchanges.add(exchange);
    }

    /** In the order in which they ended. */
    public List<Exchange> all() {
        return List.copyOf(exchanges);
    }

    /** A line for each kind of request: how many came to which end, and how long the answers took. */
    public String table() {
        StringBuilder table = new StringBuilder(
                String.format("%-22s %9s %9s %7s %7s %9s %9s %9s%n", heading().toArray()));
        exchanges.stream()
                .collect(Collectors.groupingBy(Exchange::kind, TreeMap::new, Collectors.toList()))
                .forEach((kind, ofKind) -> table.append(line(kind, ofKind)));
        return table.toString();
    }

    private static Stream<String> heading() {
        return Stream.of("request", "answered", "refused", "lost", "wrong", "p50 ms", "p99 ms", "p99.9 ms");
    }

    private static String line(String kind, List<Exchange> exchanges) {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        exchanges.forEach(exchange -> counts.merge(exchange.outcome(), 1L, Long::sum));
        List<Object> values = new ArrayList<>(List.of(kind));
        for (Outcome outcome : Outcome.values()) {
            values.add(counts.getOrDefault(outcome, 0L));
        }
        long[] answered = Percentiles.ofAnswered(exchanges);
        for (double percent : new double[] {50, 99, 99.9}) {
            values.add(Percentiles.millis(answered, percent));
        }
        return String.format(Locale.ROOT, "%-22s %9d %9d %7d %7d %9.1f %9.1f %9.1f%n", values.toArray());
    }

    /** Writes all as comma-separated values, after a line with the names of the columns. */
    public void write(Path file) {
        try {
            Files.write(
                    file,
                    Stream.concat(Stream.of(Exchange.HEADER), exchanges.stream().map(Exchange::csv))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
