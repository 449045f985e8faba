package io.pullway.wire.record;

import io.nats.client.support.JsonValueUtils;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.JetStreamCalls.Told;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which stream keeps the records of a resource. A service knows its own; a proxy asks once for each resource,
 * and again after {@link #forget}. Threads: any.
 */
final class AnswerStreams {
    private static final String PREFIX = "ANSWERS_";

    private final JetStreamCalls calls;
    private final String own;
    private final ConcurrentMap<String, String> found = new ConcurrentHashMap<>();

    private AnswerStreams(JetStreamCalls calls, String own) {
        this.calls = calls;
        this.own = own;
    }

    static AnswerStreams ofService(JetStreamCalls calls, String service) {
        return new AnswerStreams(calls, PREFIX + service);
    }

    static AnswerStreams ofAll(JetStreamCalls calls) {
        return new AnswerStreams(calls, null);
    }

    /** The name of the stream, or empty when there is none or nobody says. */
    CompletableFuture<Optional<String>> of(String resource, Duration limit) {
        String known = own == null ? found.get(resource) : own;
        if (known != null) {
            return CompletableFuture.completedFuture(Optional.of(known));
        }
        byte[] question = ("{\"subject\":\"" + Subjects.answers(resource) + "\"}").getBytes(StandardCharsets.US_ASCII);
        return calls.ask("$JS.API.STREAM.NAMES", null, question, limit).thenApply(reply -> {
            List<String> names =
                    reply instanceof Told told ? JsonValueUtils.readStringList(told.json(), "streams") : List.of();
            // A stream of another kind may overlap; its name would go into a subject.
            Optional<String> name = names.stream()
                    .filter(one -> one.startsWith(PREFIX) && Subjects.isName(one))
                    .findFirst();
            name.ifPresent(one -> found.put(resource, one));
            return name;
        });
    }

    void forget(String resource) {
        found.remove(resource);
    }
}
