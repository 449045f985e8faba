package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares what is declared with what the server has. Changes nothing. */
final class Planner {
    private final JetStreamApi api;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<StreamId, Declared> declaredStreams = new HashMap<>();

    Planner(JetStreamApi api) {
        this.api = api;
    }

    /**
     * The steps, streams before the consumers that need them.
     *
     * @throws RefusedException when any of them is impossible; names all that are
     */
    List<Step> plan(List<Declared> resources) throws RefusedException {
        List<Step> steps = compare(resources);
        if (!problems.isEmpty()) {
            throw new RefusedException(ResourceReader.lines(problems));
        }
        return steps;
    }

    /** As {@link #plan}, with the steps that are impossible; {@link #problems} tells why they are. */
    List<Step> compare(List<Declared> resources) throws RefusedException {
        List<Step> steps = new ArrayList<>();
        for (Declared stream : of(Kind.STREAM, resources)) {
            declaredStreams.put(stream.stream(), stream);
            steps.add(step(stream, api.stream(stream.stream())));
        }
        Set<StreamId> missing = new HashSet<>();
        for (Declared consumer : of(Kind.CONSUMER, resources)) {
            checkStream(consumer, missing);
            if (!missing.contains(consumer.stream())) {
                steps.add(step(consumer, api.consumer(consumer.stream(), consumer.name())));
            }
        }
        return steps;
    }

    /** What speaks against what was compared last. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    private static List<Declared> of(Kind kind, List<Declared> resources) {
        return resources.stream().filter(resource -> resource.kind() == kind).toList();
    }

    private Step step(Declared resource, Optional<JsonValue> existing) {
        if (existing.isEmpty()) {
            return new Step.Create(resource);
        }
        Kind kind = resource.kind();
        List<Difference> differences = kind.differences(kind.fromNats(existing.get()), resource.spec());
        if (differences.isEmpty()) {
            return new Step.Leave(resource);
        }
        if (resource.isKeptAsItIs()) {
            return new Step.Prevented(resource, differences);
        }
        differences.stream()
                .filter(difference -> !difference.isPossible())
                .forEach(difference -> problems.add(new Problem(
                        resource.where(),
                        resource.label(),
                        "spec." + difference.field().name(),
                        remedy(resource, difference))));
        return new Step.Update(resource, existing.get(), differences);
    }

    private static String remedy(Declared resource, Difference difference) {
        FieldType type = difference.field().type();
        String what = resource.kind() == Kind.STREAM
                ? "delete the stream, with all its messages and consumers,"
                : "delete the consumer, which forgets how far it came,";
        return "NATS cannot change %s to %s on what exists: write %s, or %s and apply again"
                .formatted(
                        type.show(difference.from()), type.show(difference.to()), type.show(difference.from()), what);
    }

    /** A consumer needs a stream, and one whose messages it can ever get: NATS itself accepts any filter. */
    private void checkStream(Declared consumer, Set<StreamId> missing) throws RefusedException {
        StreamId id = consumer.stream();
        Declared stream = declaredStreams.get(id);
        if (stream == null) {
            Optional<JsonValue> existing = api.stream(id);
            if (existing.isEmpty()) {
                missing.add(id);
                problems.add(consumer.problem("its stream " + id.name() + " does not exist and is not declared here"));
                return;
            }
            stream = new Declared(Kind.STREAM, Kind.STREAM.fromNats(existing.get()), "");
        }
        List<String> subjects = stream.texts(StreamFields.SUBJECTS);
        if (subjects.isEmpty()
                || stream.spec().containsKey(StreamFields.SUBJECT_TRANSFORM)
                || stream.spec().containsKey(StreamFields.SOURCES)) {
            return; // The subjects of its messages are not those that it takes.
        }
        for (String filter : consumer.texts(ConsumerFields.FILTERS)) {
            if (subjects.stream().noneMatch(subject -> SubjectFilter.meet(subject, filter))) {
                problems.add(new Problem(
                        consumer.where(),
                        consumer.label(),
                        "spec." + ConsumerFields.FILTERS,
                        filter + " matches no subject of stream " + id.name() + ": " + String.join(", ", subjects)));
            }
        }
    }
}
