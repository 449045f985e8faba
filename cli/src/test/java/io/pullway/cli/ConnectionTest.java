package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.NatsServer;
import io.pullway.fixtures.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTest {
    private static final String STREAM = """
            apiVersion: jetstream.nats.io/v1beta2
            kind: Stream
            metadata: { name: orders }
            spec: { name: orders, subjects: [a], storage: file }
            """;

    @TempDir
    private Path folder;

    private String file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("orders.yaml"), STREAM).toString();
    }

    @Test
    void saysThatTheServerIsAway() {
        String url = "nats://127.0.0.1:" + Ports.free();
        assertThat(Run.of("apply", file, "--server", url))
                .isEqualTo(new Run(
                        1,
                        "",
                        "NATS cannot be reached at " + url
                                + ": is it running? --server or NATS_URL says where it is.\n"));
    }

    @Test
    void neverShowsThePasswordOfAnAddress() {
        String address = "127.0.0.1:" + Ports.free();
        assertThat(Run.of("apply", file, "--server", "nats://amy:secret@" + address)
                        .err())
                .contains("nats://" + address)
                .doesNotContain("secret");
    }

    @Test
    void showsNoPasswordOfAServerThatAnswers() {
        try (NatsServer nats = NatsServer.started()) {
            String address = nats.url().replace("nats://", "");

            assertThat(Run.of("doctor", "--no-cluster", "--server", "nats://amy:secret@" + address)
                            .out())
                    .contains("nats://" + address)
                    .doesNotContain("secret");
        }
    }

    @Test
    void saysThatTheAddressIsNone() {
        assertThat(Run.of("apply", file, "--server", "nats://not an address").err())
                .isEqualTo("\"nats://not an address\" is no address of a NATS server: write for example"
                        + " nats://127.0.0.1:4222.\n");
    }

    @Test
    void saysThatTheServerDoesNotAnswerInTime() {
        try (NatsServer nats = NatsServer.started()) {
            nats.freeze();
            assertThat(Run.of("apply", file, "--server", nats.url(), "--timeout", "300ms")
                            .err())
                    .startsWith("NATS cannot be reached at " + nats.url());
            nats.thaw();
        }
    }

    @Test
    void usesUserAndPassword() {
        try (NatsServer nats = NatsServer.started("""
                accounts { A { jetstream: enabled, users: [ { user: amy, password: secret } ] } }
                """)) {
            assertThat(Run.of("apply", file, "--server", nats.url(), "--user", "amy", "--password", "wrong"))
                    .isEqualTo(new Run(
                            1,
                            "",
                            "NATS at " + nats.url() + " refuses these credentials: say others with --creds, or --user"
                                    + " and --password.\n"));
            assertThat(Run.of("apply", file, "--server", nats.url(), "--user", "amy", "--password", "secret"))
                    .isEqualTo(new Run(0, "created stream orders\n", ""));
        }
    }

    @Test
    void saysWhichPermissionIsMissing() {
        try (NatsServer nats = NatsServer.started("""
                accounts { A { jetstream: enabled, users: [
                  { user: amy, password: a, permissions { publish: "$JS.API.*.INFO.>", subscribe: "_INBOX_amy.>" } }
                ] } }
                """)) {
            List<String> amy = List.of("apply", file, "--server", nats.url(), "--user", "amy", "--password", "a");
            assertThat(Run.of(with(amy, "--timeout", "1s")).err())
                    .contains("Permissions Violation for Subscription to \"_INBOX.");
            assertThat(Run.of(with(amy, "--inbox-prefix", "_INBOX_amy", "--dry-run")))
                    .isEqualTo(new Run(0, "would create stream orders\n", ""));
            assertThat(Run.of(with(amy, "--timeout", "1s", "--inbox-prefix", "_INBOX_amy"))
                            .err())
                    .contains("Permissions Violation for Publish to \"$JS.API.STREAM.CREATE.orders\"");
        }
    }

    @Test
    void saysThatThereIsNoJetStream() {
        try (NatsServer nats = NatsServer.started("""
                accounts { A { users: [ { user: amy, password: a } ] } }
                """)) {
            assertThat(Run.of("apply", file, "--server", nats.url(), "--user", "amy", "--password", "a"))
                    .isEqualTo(new Run(
                            1,
                            "",
                            "NATS does not tell what it has: JetStream not enabled for account (error 10039)\n"));
        }
    }

    @Test
    void asksTheDomainThatTheFileNames() throws IOException {
        String inHub = STREAM.replace("storage: file", "storage: file, jsDomain: hub");
        String elsewhere = inHub.replace("hub", "elsewhere");
        String config = "jetstream { store_dir: \"" + folder.resolve("store") + "\", domain: hub }";
        try (NatsServer nats = NatsServer.started(config)) {
            assertThat(Run.withInput(inHub, "apply", "-", "--server", nats.url()))
                    .isEqualTo(new Run(0, "created stream orders\n", ""));
            assertThat(Run.withInput(elsewhere, "apply", "-", "--server", nats.url()))
                    .isEqualTo(new Run(1, "", "The server has no JetStream in the domain elsewhere.\n"));
        }
    }

    @Test
    void saysThatTheCredentialsFileIsMissing() {
        assertThat(Run.of("apply", file, "--creds", "nowhere.creds").err())
                .isEqualTo("nowhere.creds: there is no such file with credentials.\n");
    }

    @Test
    void readsTheVariablesOfTheNatsCommandInAProcessOfItsOwn() throws Exception {
        try (NatsServer nats = NatsServer.started("""
                accounts { A { jetstream: enabled, users: [ { user: amy, password: secret } ] } }
                """)) {
            Map<String, String> variables =
                    Map.of("NATS_URL", nats.url(), "NATS_USER", "amy", "NATS_PASSWORD", "secret");
            assertThat(process(variables, STREAM, "apply", "-")).isEqualTo(new Run(0, "created stream orders\n", ""));
            assertThat(process(variables, STREAM, "apply", "-")).isEqualTo(new Run(0, "unchanged stream orders\n", ""));
            Run refused = process(variables, "nonsense", "apply", "-");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err()).hasLineCount(1).startsWith("standard input:1: ");
        }
    }

    private static Run process(Map<String, String> variables, String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Pullway.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        Path err = Files.createTempFile("pullway", ".err");
        Process process = builder.redirectError(err.toFile()).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Run run = new Run(process.waitFor(), out, Files.readString(err));
        Files.delete(err);
        return run;
    }

    private static String[] with(List<String> arguments, String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
