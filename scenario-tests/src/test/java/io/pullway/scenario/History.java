package io.pullway.scenario;

import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What clients sent while something failed, and what became of each request. Any thread may call any method. */
final class History {
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String PROBLEM = "urn:pullway:problem:";
    private static final Set<String> REFUSALS =
            Set.of("no-instance", "not-accepted", "overloaded", "not-started", "still-running");

    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

    /** How a request ended. */
    enum Outcome {
        /** The application answered. */
        ANSWERED,
        /** It is certain that sending again is safe. */
        REFUSED,
        /** It may have been carried out. */
        UNKNOWN,
        /** Another answer of the platform than these. */
        FAILED,
        /** The connection ended before an answer came. */
        CUT,
        /** Neither an answer nor the end of the connection came: this must never be. */
        SILENT,
        /** The answer belongs to another request: this must never be. */
        WRONG
    }

    /**
     * One request.
     *
     * @param kind of request, such as {@code GET}
     * @param detail the type of a problem, or why there is no answer
     */
    record Entry(String kind, Outcome outcome, String detail) {}

    /** Of requests whose ends are known, by their methods. */
    static History of(List<Result> results) {
        History history = new History();
        for (Result result : results) {
            String kind = result.call().method();
            switch (result.ending()) {
                case Result.Answered answered -> history.add(kind, Outcome.ANSWERED, "");
                case Result.Problem problem -> history.add(kind, outcome(problem.type()), problem.type());
                case Result.Broken broken -> history.add(kind, Outcome.CUT, broken.reason());
                case Result.Wrong wrong -> history.add(kind, Outcome.WRONG, wrong.answer());
            }
        }
        return history;
    }

    /** Writes down an answer. @param own whether the answer, if it is the application's, belongs to the request */
    Outcome answered(String kind, RawAnswer answer, boolean own) {
        String type = problem(answer);
        if (isUnavailable(answer)) {
            // RFC 9110 section 15.6.4; of an application, and not kept for its key.
            return add(kind, Outcome.REFUSED, "503 of the application");
        }
        if (type.isEmpty()) {
            return add(kind, own ? Outcome.ANSWERED : Outcome.WRONG, own ? "" : answer.toString());
        }
        return add(kind, outcome(type), type);
    }

    /** Writes down that no answer came. */
    Outcome ended(String kind, UncheckedIOException reason) {
        boolean silent = reason.getCause() instanceof SocketTimeoutException;
        return add(kind, silent ? Outcome.SILENT : Outcome.CUT, reason.getMessage());
    }

    long count(Outcome outcome) {
        return entries.stream().filter(entry -> entry.outcome() == outcome).count();
    }

    int size() {
        return entries.size();
    }

    /** Those that ended in one of these ways: what is left to say when there must be none. */
    List<Entry> ended(Outcome... ways) {
        Set<Outcome> wanted = Set.of(ways);
        return entries.stream()
                .filter(entry -> wanted.contains(entry.outcome()))
                .toList();
    }

    /** Those that did not end so. @param kinds of request; all, if none is named */
    List<Entry> except(Outcome outcome, String... kinds) {
        Set<String> wanted = Set.of(kinds);
        return entries.stream()
                .filter(entry -> entry.outcome() != outcome)
                .filter(entry -> wanted.isEmpty() || wanted.contains(entry.kind()))
                .toList();
    }

    /** The cells of a table: sent, then how many ended in each way. */
    List<String> cells() {
        return Stream.concat(
                        Stream.of((long) size()),
                        Arrays.stream(Outcome.values()).map(this::count))
                .map(String::valueOf)
                .toList();
    }

    /** The types of problems and how often each came. */
    String problems() {
        Map<String, Long> counts = entries.stream()
                .filter(entry ->
                        Set.of(Outcome.REFUSED, Outcome.UNKNOWN, Outcome.FAILED).contains(entry.outcome()))
                .collect(Collectors.groupingBy(Entry::detail, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "sent and " + Arrays.toString(Outcome.values()) + ": " + cells() + "; " + problems();
    }

    /** @param type of a problem of the platform */
    private static Outcome outcome(String type) {
        if (REFUSALS.contains(type)) {
            return Outcome.REFUSED;
        }
        return type.equals("outcome-unknown") ? Outcome.UNKNOWN : Outcome.FAILED;
    }

    private Outcome add(String kind, Outcome outcome, String detail) {
        entries.add(new Entry(kind, outcome, detail));
        return outcome;
    }

    /**
     * Whether it is the example services' own way to say 503: not that of a server that ends, nor of the gateway,
     * nor a problem of the platform.
     */
    private static boolean isUnavailable(RawAnswer answer) {
        return answer.status() == 503
                && answer.values("content-type").contains(PROBLEM_JSON)
                && answer.values("proxy-status").isEmpty()
                && answer.json().path("title").asText().equals("Service Unavailable");
    }

    /** The type of a problem of the platform, else nothing: applications have problems of their own. */
    private static String problem(RawAnswer answer) {
        if (!answer.values("content-type").contains(PROBLEM_JSON)) {
            return "";
        }
        String type = answer.json().path("type").asText();
        return type.startsWith(PROBLEM) ? type.substring(PROBLEM.length()) : "";
    }
}
