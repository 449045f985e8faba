package io.pullway.cli.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.support.JsonValue;
import io.pullway.fixtures.NatsServer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field on a real server: it arrives, it is found again, it is changed where the table says that NATS
 * can, and where the table says that it cannot, NATS indeed refuses.
 */
class ChangesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** What only more than one server, or nothing at all, can show. */
    private static final Set<String> NOT_HERE = Set.of("name", "durableName", "replicas", "placement");

    /** NATS takes the change of these, which then has no effect. */
    private static final Set<String> CHANGED_ON_PAPER_ONLY = Set.of("firstSequence");

    private static NatsServer nats;
    private static Connection connection;
    private static JetStreamApi api;

    @BeforeAll
    static void start() {
        nats = NatsServer.started();
        nats.keepAStream();
        connection = nats.connect();
        api = new JetStreamApi(connection, TIMEOUT, () -> "");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        connection.close();
        nats.close();
    }

    @Test
    void everyFieldHasACase() {
        assertThat(tested(ChangeCases.ofStreams())).containsAll(toTest(Kind.STREAM));
        assertThat(tested(ChangeCases.ofConsumers())).containsAll(toTest(Kind.CONSUMER));
    }

    @ParameterizedTest
    @MethodSource("io.pullway.cli.streams.ChangeCases#ofStreams")
    void streamFields(ChangeCases.Case one) throws Exception {
        check(one, stream(one.always(), one.from()), stream(one.always(), one.to()));
    }

    @ParameterizedTest
    @MethodSource("io.pullway.cli.streams.ChangeCases#ofConsumers")
    void consumerFields(ChangeCases.Case one) throws Exception {
        run(stream("storage: file", "subjects: [a, b]"));
        check(one, consumer(one.always(), one.from()), consumer(one.always(), one.to()));
    }

    private static void check(ChangeCases.Case one, String from, String to) throws Exception {
        try {
            assertThat(run(from)).startsWith("created ");
            assertThat(run(from)).startsWith("unchanged ");
            if (one.possible()) {
                assertThat(run(to))
                        .startsWith("updated ")
                        .contains(one.field().equals("filterSubject") ? "filterSubjects " : one.field() + " ");
                assertThat(run(to)).startsWith("unchanged ");
            } else {
                assertThatThrownBy(() -> run(to))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("spec." + one.field() + ": NATS cannot change ");
                assertThat(natsRefuses(to)).isEqualTo(!CHANGED_ON_PAPER_ONLY.contains(one.field()));
            }
        } finally {
            connection.jetStreamManagement().deleteStream("probe");
        }
    }

    /** Whether the server itself does not make it so: by an error, or by silently keeping what it had. */
    private static boolean natsRefuses(String yaml) throws RefusedException {
        ResourceReader reader = new ResourceReader();
        reader.read(new SourceFile("test", yaml));
        Declared resource = reader.resources().getFirst();
        Kind kind = resource.kind();
        StreamId stream = resource.stream();
        JsonValue existing =
                (kind == Kind.STREAM ? api.stream(stream) : api.consumer(stream, resource.name())).orElseThrow();
        JsonValue config = kind.toNats(resource.spec(), existing.map);
        try {
            JsonValue held = kind == Kind.STREAM
                    ? api.updateStream(stream, config)
                    : api.putConsumer(stream, resource.name(), config, "update");
            return !kind.differences(kind.fromNats(held), resource.spec()).isEmpty();
        } catch (RefusedException refused) {
            return true;
        }
    }

    private static String run(String yaml) throws RefusedException {
        List<String> lines = new ArrayList<>();
        Application.read(List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .apply(connection, TIMEOUT, () -> "", false, lines::add);
        return String.join("\n", lines);
    }

    private static String stream(String... fields) {
        return resource("Stream", "name: probe", fields);
    }

    private static String consumer(String... fields) {
        return resource("Consumer", "streamName: probe\ndurableName: probe", fields);
    }

    /** Fields as lines, or as one map in braces. */
    private static String resource(String kind, String names, String... fields) {
        String spec = Stream.concat(Stream.of(names), Stream.of(fields).map(ChangesTest::lines))
                .flatMap(String::lines)
                .map(line -> "  " + line)
                .collect(Collectors.joining("\n"));
        return """
                apiVersion: jetstream.nats.io/v1beta2
                kind: %s
                metadata: { name: probe }
                spec:
                %s
                """.formatted(kind, spec);
    }

    private static String lines(String fields) {
        return fields.startsWith("{")
                ? fields.substring(1, fields.length() - 1).replaceAll(", (?=\\w+:)", "\n")
                : fields;
    }

    private static Set<String> tested(List<ChangeCases.Case> cases) {
        return cases.stream().map(ChangeCases.Case::field).collect(Collectors.toSet());
    }

    private static List<String> toTest(Kind kind) {
        return kind.fields().stream()
                .filter(Field::isKnownToNats)
                .map(Field::name)
                .filter(name -> !NOT_HERE.contains(name))
                .toList();
    }
}
