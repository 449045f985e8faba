package io.pullway.wire.record;

import io.nats.client.support.JsonValueUtils;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.JetStreamCalls.Told;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    /** What is known of the stream. */
    sealed interface Place {}

    record Stream(String name) implements Place {}

    /** There is none. */
    record Nowhere() implements Place {}

    /** JetStream does not say, as while a cluster elects its leader: there may be one. */
    record Unsaid() implements Place {}

    /** Where the records of a resource are. @param limit after which it is {@link Unsaid} */
    CompletableFuture<Place> of(String resource, Duration limit) {
        String known = own == null ? found.get(resource) : own;
        if (known != null) {
            return CompletableFuture.completedFuture(new Stream(known));
        }
        byte[] question = ("{\"subject\":\"" + Subjects.answers(resource) + "\"}").getBytes(StandardCharsets.US_ASCII);
        return calls.ask("$JS.API.STREAM.NAMES", null, question, limit).thenApply(reply -> {
            if (!(reply instanceof Told told)) {
                return new Unsaid();
            }
            // A stream of another kind may overlap; its name would go into a subject.
            Optional<String> name = JsonValueUtils.readStringList(told.json(), "streams").stream()
                    .filter(one -> one.startsWith(PREFIX) && Subjects.isName(one))
                    .findFirst();
            name.ifPresent(one -> found.put(resource, one));
            return name.<Place>map(Stream::new).orElseGet(Nowhere::new);
        });
    }

    void forget(String resource) {
        found.remove(resource);
    }
}
