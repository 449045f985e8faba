package io.pullway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/**
 * What a client learned about its {@link Call}.
 *
 * @param took from sending to the whole answer, or to the end of the connection
 */
record Result(Call call, Ending ending, Duration took) {
    private static final String PROBLEM = "urn:pullway:problem:";

    /** How a call ended. */
    sealed interface Ending {}

    /** With the echo of this very call. */
    record Answered(String requestId, long deliveries, String servedBy) implements Ending {}

    /** With an answer of the platform. @param type without what all types begin with */
    record Problem(int status, String type, String requestId, String retryAfter) implements Ending {}

    /** Without an answer: the connection failed. */
    record Broken(String reason) implements Ending {}

    /** With an answer that this call must never get. */
    record Wrong(String answer) implements Ending {}

    static Ending ending(Call call, RawAnswer answer) {
        if (answer.values("content-type").contains("application/problem+json")) {
            return problem(answer);
        }
        try {
            Echoed echoed = answer.echoed();
            return call.isEchoedBy(echoed)
                    ? new Answered(echoed.requestId(), echoed.deliveries(), echoed.servedBy())
                    : new Wrong(answer.toString());
        } catch (AssertionError | UncheckedIOException notTheEcho) {
            return new Wrong(answer.toString());
        }
    }

    private static Ending problem(RawAnswer answer) {
        JsonNode problem = answer.json();
        String type = problem.path("type").asText();
        return type.startsWith(PROBLEM)
                ? new Problem(
                        answer.status(),
                        type.substring(PROBLEM.length()),
                        problem.path("instance").asText().replaceFirst("urn:uuid:", ""),
                        answer.value("retry-after").orElse(""))
                : new Wrong(answer.toString());
    }

    /** Those that were not answered as they had to be. */
    static List<Result> failed(List<Result> results) {
        return results.stream().filter(result -> !result.isAnswered()).toList();
    }

    boolean isAnswered() {
        return ending instanceof Answered;
    }

    boolean isProblem(int status, String type) {
        return ending instanceof Problem problem
                && problem.status() == status
                && problem.type().equals(type);
    }

    /** @throws AssertionError if it was not answered by the service */
    Answered answered() {
        if (ending instanceof Answered answered) {
            return answered;
        }
        throw new AssertionError("Not answered by the service: " + this);
    }

    /** The platform's name for the request, whoever answered it. */
    String requestId() {
        return switch (ending) {
            case Answered answered -> answered.requestId();
            case Problem problem -> problem.requestId();
            case Broken broken -> throw new AssertionError("Never named: " + this);
            case Wrong wrong -> throw new AssertionError("Never named: " + this);
        };
    }
}
