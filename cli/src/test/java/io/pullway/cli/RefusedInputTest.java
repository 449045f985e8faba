package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in files, each time said in one line; no server is needed to say so. */
class RefusedInputTest {
    private static final String HEAD = """
            apiVersion: jetstream.nats.io/v1beta2
            kind: Stream
            metadata: { name: s }
            spec:
              name: s
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxMsg: 5 | spec.maxMsg: unknown field; did you mean maxMsgs?",
                "colour: red | spec.colour: unknown field",
                "subjects: [a]\\n  subjects: [b] | spec.subjects: stands here twice",
                "subjects: a | spec.subjects: must be a list, not \"a\"",
                "subjects: [''] | spec.subjects[0]: must not be empty",
                "subjects: [5] | spec.subjects[0]: must be text, not 5 (text that looks like something else needs quotes)",
                "maxMsgs: '5' | spec.maxMsgs: must be a whole number, not \"5\"",
                "maxMsgs: 5.5 | spec.maxMsgs: must be a whole number, not 5.5 (text that looks like something else needs quotes)",
                "maxMsgs: 010 | spec.maxMsgs: must be a whole number in decimal digits, at least -1, not 010",
                "maxMsgs: 99999999999999999999 | spec.maxMsgs: must be a whole number in decimal digits, at least -1, not 99999999999999999999",
                "maxBytes: -2 | spec.maxBytes: must be a whole number in decimal digits, at least -1, not -2",
                "maxBytes: 256Mi | spec.maxBytes: must be a whole number, not \"256Mi\"",
                "maxAge: 1d | spec.maxAge: \"1d\" is no duration: write for example 500ms, 10s, 2m or 24h (there is no unit for days)",
                "maxAge: 60 | spec.maxAge: must be text, not 60 (text that looks like something else needs quotes)",
                "maxAge: {} | spec.maxAge: must be text, not a map",
                "noAck: yes | spec.noAck: must be true or false, not yes",
                "noAck: 'true' | spec.noAck: must be true or false, not \"true\"",
                "storage: disk | spec.storage: \"disk\" is not one of file, memory",
                "storage: '' | spec.storage: \"\" is not one of file, memory",
                "republish: {dest: a} | spec.republish.dest: unknown field",
                "republish: [] | spec.republish: must be a map of fields, not a list",
                "sources: [{name: a, start: 5}] | spec.sources[0].start: unknown field",
                "sources: [{name: a, optStartTime: noon}] | spec.sources[0].optStartTime: \"noon\" is no time: write for example 2027-01-31T12:00:00Z",
                "metadata: {a: 5} | spec.metadata.a: must be text, not 5 (text that looks like something else needs quotes)",
                "metadata: {_nats.ver: x} | spec.metadata._nats.ver: names that begin with _nats. belong to the NATS server",
                "tls: {rootCas: [a], cert: b} | spec.tls.cert: unknown field",
                "<<: {maxMsgs: 5} | spec.<<: unknown field"
            })
    void saysWhereAndWhat(String field, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), HEAD + "  " + field.replace("\\n", "\n") + "\n");
        Run run = Run.of("apply", file.toString());
        int line = field.contains("\\n") ? 7 : 6;
        assertThat(run).isEqualTo(new Run(1, "", file + ":" + line + ": Stream s: " + message + "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{' | s.yaml:1: is no valid YAML: expected the node content, but found '<stream end>'",
                "'a: b: c' | s.yaml:1: is no valid YAML: mapping values are not allowed here",
                "'a: *b' | s.yaml:1: is no valid YAML: found undefined alias b",
                "'hello' | s.yaml:1: document 1: is no Kubernetes resource, not \"hello\"",
                "'[]' | s.yaml:1: document 1: is no Kubernetes resource, not a list",
                "'kind: Stream' | s.yaml:1: document 1: is of no apiVersion, Stream; only Stream and Consumer of jetstream.nats.io/v1beta2 can be applied",
                "'{apiVersion: v1, kind: ConfigMap}' | s.yaml:1: document 1: is v1 ConfigMap; only Stream and Consumer of jetstream.nats.io/v1beta2 can be applied",
                "'{apiVersion: jetstream.nats.io/v1beta1, kind: Stream}' | s.yaml:1: document 1: is jetstream.nats.io/v1beta1 Stream; only Stream and Consumer of jetstream.nats.io/v1beta2 can be applied",
                "'{apiVersion: jetstream.nats.io/v1beta2, kind: Stream, metadata: {name: x}}' | s.yaml:1: Stream x: has no spec",
                "'{apiVersion: jetstream.nats.io/v1beta2, kind: Stream, metadata: {name: x}, spec: {}}' | s.yaml:1: Stream x: spec.name: is missing",
                "'{apiVersion: jetstream.nats.io/v1beta2, kind: Stream, metadata: {name: x}, spec: {name: a.b}}' | s.yaml:1: Stream x: spec.name: \"a.b\" must not contain spaces, '.', '*', '>', '/' or '\\'",
                "'{apiVersion: jetstream.nats.io/v1beta2, kind: Stream, spec: {name: x}}' | s.yaml:1: document 1: metadata.name: is missing",
                "'{apiVersion: jetstream.nats.io/v1beta2, kind: Stream, metadata: {name: x, title: y}, spec: {name: x}}' | s.yaml:1: Stream x: metadata.title: unknown field",
                "'{apiVersion: jetstream.nats.io/v1beta2, kind: Stream, metadata: {name: x}, spek: {}, spec: {name: x}}' | s.yaml:1: Stream x: spek: unknown field",
                "'' | s.yaml: no Stream and no Consumer is declared there."
            })
    void refusesGarbage(String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), content);
        assertThat(Run.of("apply", file.toString())).isEqualTo(new Run(1, "", folder + "/" + message + "\n"));
    }

    @Test
    void survivesBytesThatAreNoText() throws IOException {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        Path file = Files.write(folder.resolve("s.yaml"), bytes);
        assertThat(Run.of("apply", file.toString())).isEqualTo(new Run(1, "", file + ": is no UTF-8 text.\n"));
        Files.writeString(file, "a: \u0007");
        assertThat(Run.of("apply", file.toString()).err()).startsWith(file + ": is no valid YAML: ");
    }

    @Test
    void survivesDeepAndRecursiveYaml() throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), "[".repeat(100_000));
        assertThat(Run.of("apply", file.toString()).err())
                .startsWith(file + ": is no valid YAML: ")
                .hasLineCount(1);
        Files.writeString(file, HEAD + "  sources: &a [{name: x, subjectTransforms: *a}]\n");
        assertThat(Run.of("apply", file.toString()).err()).contains("s.yaml:6: Stream s: spec.sources[0]");
    }

    @Test
    void refusesTheSameThingTwice() throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), HEAD + "---\n" + HEAD);
        assertThat(Run.of("apply", file.toString()))
                .isEqualTo(new Run(1, "", file + ":7: Stream s: is declared already at " + file + ":1\n"));
    }

    @Test
    void checksWhatBelongsTogetherInAConsumer() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), """
                apiVersion: jetstream.nats.io/v1beta2
                kind: Consumer
                metadata: { name: c }
                spec:
                  ackPolicy: all
                  ackWait: 10s
                  backoff: [1s, 10s]
                  filterSubject: a
                  filterSubjects: [b]
                """);
        assertThat(Run.of("apply", file.toString()).err().lines())
                .containsExactly(
                        file + ":5: Consumer c: spec.filterSubjects: cannot stand beside filterSubject: write all of"
                                + " them in filterSubjects",
                        file + ":5: Consumer c: spec.backoff: must begin with the value of ackWait, which it replaces",
                        file + ":5: Consumer c: spec.streamName: is missing",
                        file + ":5: Consumer c: spec.durableName: is missing");
    }

    @Test
    void saysWhatIsMissingOnDisk() throws IOException {
        Path nothing = folder.resolve("nothing.yaml");
        assertThat(Run.of("apply", nothing.toString()))
                .isEqualTo(new Run(1, "", nothing + ": there is no such file.\n"));
        assertThat(Run.of("apply", folder.toString()))
                .isEqualTo(new Run(1, "", folder + ": there is no .yaml, .yml or .json file in this folder.\n"));
    }
}
