package io.pullway.cli;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.pullway.fixtures.NatsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A real NATS server whose accounts are patients of {@code pullway doctor}: each can be made ill in a way of its own. */
final class Patients implements AutoCloseable {
    /** How the platform's streams are declared. */
    static final String DECLARED = Path.of("..", "k8s", "base", "streams").toString();

    private static final String PASSWORD = "secret";

    private final NatsServer nats = NatsServer.started("""
                system_account: SYS
                accounts {
                  SYS { users: [{user: system, password: secret}] }
                  WELL { jetstream: enabled, users: [
                    {user: well, password: secret}
                    {user: limited, password: secret, permissions {
                      publish: ["$JS.API.STREAM.INFO.*", "$JS.API.CONSUMER.INFO.*.*"], subscribe: ["_INBOX.>"]}}
                    {user: mute, password: secret, permissions {publish: [">"], subscribe: ["elsewhere"]}}
                  ] }
                  DRIFTED { jetstream: enabled, users: [{user: drifted, password: secret}] }
                  LOADED { jetstream: {max_file: 3900000}, users: [{user: loaded, password: secret}] }
                  WITHOUT { users: [{user: without, password: secret}] }
                }
                """);

    String url() {
        return nats.url();
    }

    /** Has the doctor look at this user's account, at NATS alone. */
    Run doctor(String user, String... more) {
        Stream<String> declared =
                Stream.of(more).anyMatch("--declared"::equals) ? Stream.of() : Stream.of("--declared", DECLARED);
        return as(
                user,
                Stream.of(Stream.of("doctor", "--no-cluster"), declared, Stream.of(more))
                        .flatMap(arguments -> arguments)
                        .toArray(String[]::new));
    }

    /** Runs any command as this user. */
    Run as(String user, String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of(arguments), Stream.of("--server", url(), "--user", user, "--password", PASSWORD))
                .toArray(String[]::new));
    }

    Connection connect(String user) throws IOException, InterruptedException {
        return Nats.connect(
                Options.builder().server(url()).userInfo(user, PASSWORD).build());
    }

    @Override
    public void close() {
        nats.close();
    }
}
