package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.NatsOperator;
import io.pullway.fixtures.NatsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose users are known by tokens of an operator, as NATS' own tools make them. */
class CredentialsTest {
    private static final String STREAM = """
            apiVersion: jetstream.nats.io/v1beta2
            kind: Stream
            metadata: { name: orders }
            spec: { name: orders, subjects: [a], storage: file }
            """;

    @TempDir
    private Path folder;

    @Test
    void usesACredentialsFileAndSaysWhenItIsNone() throws Exception {
        NatsOperator operator = new NatsOperator();
        Path credentials = operator.credentials(folder.resolve("user.creds"));
        Path none = Files.writeString(folder.resolve("none.creds"), "nothing of the kind");
        Path stream = Files.writeString(folder.resolve("orders.yaml"), STREAM);

        try (NatsServer nats = NatsServer.started(operator.natsConfig())) {
            assertThat(apply(stream, credentials, nats)).isEqualTo(new Run(0, "created stream orders\n", ""));
            assertThat(apply(stream, none, nats))
                    .isEqualTo(new Run(1, "", none + ": there are no credentials of a NATS user in this file.\n"));
            assertThat(Run.of("apply", stream.toString(), "--server", nats.url())
                            .err())
                    .contains("refuses these credentials");
        }
    }

    private static Run apply(Path stream, Path credentials, NatsServer nats) {
        return Run.of("apply", stream.toString(), "--server", nats.url(), "--creds", credentials.toString());
    }
}
