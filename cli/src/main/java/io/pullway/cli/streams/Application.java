package io.pullway.cli.streams;

import io.nats.client.Connection;
import io.nats.client.support.JsonValue;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Declared streams and consumers, made so on a server: first all files are read and all of them checked
 * against what the server has, and only when nothing speaks against any of them is the first one touched.
 */
public final class Application {
    private final List<Declared> resources;

    private Application(List<Declared> resources) {
        this.resources = resources;
    }

    /**
     * @param names files, folders, or {@code -} for standard input
     * @throws RefusedException with a line for each thing that is wrong in them
     */
    public static Application read(List<String> names, InputStream standardInput) throws RefusedException {
        return read(SourceFile.of(names, standardInput), String.join(", ", names));
    }

    /**
     * What a cluster declares.
     *
     * @param documents YAML or JSON of one resource each, by a name for it
     * @throws RefusedException with a line for each thing that is wrong in them
     */
    public static Application of(Map<String, String> documents) throws RefusedException {
        List<SourceFile> files = documents.entrySet().stream()
                .map(document -> new SourceFile(document.getKey(), document.getValue()))
                .toList();
        return read(files, "the cluster");
    }

    private static Application read(List<SourceFile> files, String place) throws RefusedException {
        ResourceReader reader = new ResourceReader();
        files.forEach(reader::read);
        if (!reader.problems().isEmpty()) {
            throw new RefusedException(ResourceReader.lines(reader.problems()));
        }
        if (reader.resources().isEmpty()) {
            throw new RefusedException(place + ": no Stream and no Consumer is declared there.");
        }
        return new Application(reader.resources());
    }

    /**
     * What a server has otherwise than it is declared, or has not. Changes nothing.
     *
     * @param lastError what the server last complained about on this connection, or an empty text
     * @throws RefusedException when the server does not tell what it has
     */
    public List<Drift> drift(Connection connection, Duration timeout, Supplier<String> lastError)
            throws RefusedException {
        Planner planner = new Planner(new JetStreamApi(connection, timeout, lastError));
        return Drift.of(planner.compare(resources), planner.problems());
    }

    /** The names of the streams that are declared. */
    public Set<String> streams() {
        return resources.stream().map(resource -> resource.stream().name()).collect(Collectors.toSet());
    }

    /**
     * Applies them, or says what that would do.
     *
     * @param lastError what the server last complained about on this connection, or an empty text
     * @param report gets one line for each resource, as it is done
     * @throws RefusedException when the server cannot make it so; what was reported before is done
     */
    public void apply(
            Connection connection,
            Duration timeout,
            Supplier<String> lastError,
            boolean dryRun,
            Consumer<String> report)
            throws RefusedException {
        JetStreamApi api = new JetStreamApi(connection, timeout, lastError);
        for (Step step : new Planner(api).plan(resources)) {
            if (!dryRun) {
                carryOut(step, api);
            }
            report.accept(step.line(!dryRun));
        }
    }

    private static void carryOut(Step step, JetStreamApi api) throws RefusedException {
        Declared resource = step.resource();
        try {
            switch (step) {
                case Step.Create create -> verify(resource, create(resource, api));
                case Step.Update update -> verify(resource, update(update, api));
                case Step.Leave leave -> {}
                case Step.Prevented prevented -> {}
            }
        } catch (RefusedException e) {
            throw new RefusedException(resource.problem(e.getMessage()).toString());
        }
    }

    private static JsonValue create(Declared resource, JetStreamApi api) throws RefusedException {
        JsonValue config = resource.kind().toNats(resource.spec(), Map.of());
        return switch (resource.kind()) {
            case STREAM -> api.createStream(resource.stream(), config);
            case CONSUMER -> api.putConsumer(resource.stream(), resource.name(), config, "create");
        };
    }

    private static JsonValue update(Step.Update update, JetStreamApi api) throws RefusedException {
        Declared resource = update.resource();
        StreamId stream = resource.stream();
        JsonValue config = resource.kind().toNats(resource.spec(), update.existing().map);
        if (resource.kind() == Kind.STREAM) {
            return api.updateStream(stream, config);
        }
        JsonValue held = api.putConsumer(stream, resource.name(), config, "update");
        for (Difference difference : update.differences()) {
            if (difference.field().name().equals(ConsumerFields.PAUSE_UNTIL)) {
                api.pauseConsumer(stream, resource.name(), (Instant) difference.to());
                held = api.consumer(stream, resource.name()).orElse(held);
            }
        }
        return held;
    }

    /** The server says what it holds now: an adjustment of its own must not pass for success. */
    private static void verify(Declared resource, JsonValue held) throws RefusedException {
        Kind kind = resource.kind();
        List<Difference> differences = kind.differences(resource.spec(), kind.fromNats(held));
        if (!differences.isEmpty()) {
            throw new RefusedException("NATS took it, but made of it: "
                    + differences.stream().map(Difference::toString).collect(Collectors.joining(", "))
                    + "; write it so in the file");
        }
    }
}
