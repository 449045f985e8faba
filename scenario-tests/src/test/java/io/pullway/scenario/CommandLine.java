package io.pullway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.fixtures.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One run of the packaged command {@code pullway}.
 *
 * @param output standard output and error together
 */
record CommandLine(int exitCode, String output) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** With the server of a platform that asks for no login. */
    static CommandLine of(Platform platform, String... arguments) {
        return with(
                Map.of(),
                Stream.concat(
                                Stream.of(arguments),
                                Stream.of("--server", platform.nats().url()))
                        .toList());
    }

    /** As the operator of {@link NatsUsers}. */
    static CommandLine asOperator(Platform platform, String... arguments) {
        return with(
                Map.of("NATS_USER", "operator", "NATS_PASSWORD", NatsUsers.PASSWORD),
                Stream.concat(
                                Stream.of(arguments),
                                Stream.of("--server", platform.nats().url(), "--inbox-prefix", "_INBOX_operator"))
                        .toList());
    }

    /** @param environment of the process, such as {@code NATS_PASSWORD} */
    static CommandLine with(Map<String, String> environment, List<String> arguments) {
        JavaProcess.Command command =
                JavaProcess.jar(Checkout.commandLine()).shortLived().arguments(arguments.toArray(String[]::new));
        environment.forEach(command::environment);
        try (JavaProcess process = command.start("pullway")) {
            return new CommandLine(process.awaitExit(LIMIT), process.output());
        }
    }

    /** @throws AssertionError with the whole output, when it did not end well */
    CommandLine succeeded() {
        if (exitCode != 0) {
            throw new AssertionError("pullway ended with " + exitCode + ":\n" + output);
        }
        return this;
    }

    /** The last line of the output; complaints stand before it. */
    JsonNode json() {
        try {
            return JSON.readTree(output.lines().toList().getLast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
