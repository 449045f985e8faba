package io.pullway.cli;

import io.nats.client.Connection;
import io.pullway.cli.streams.RefusedException;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options for the login at the system account of the same NATS servers. */
final class SystemLogin {
    @Option(
            names = "--system-user",
            paramLabel = "NAME",
            description = "User of the system account, to whom servers tell of themselves. Otherwise NATS_SYSTEM_USER.")
    private String user;

    @Option(
            names = "--system-password",
            paramLabel = "PASSWORD",
            description = "Its password. Otherwise NATS_SYSTEM_PASSWORD, which other users of the machine cannot see.")
    private String password;

    /** Null without a user. The caller closes it. */
    Connection connect(NatsOptions nats) throws RefusedException {
        String name = user == null ? System.getenv("NATS_SYSTEM_USER") : user;
        if (name == null || name.isBlank()) {
            return null;
        }
        String secret = password == null ? System.getenv("NATS_SYSTEM_PASSWORD") : password;
        Map<String, String> login =
                Map.of("user", name, "password", secret == null ? "" : secret, "inbox_prefix", "_INBOX");
        return new NatsConnections(nats, login::get).connect();
    }
}
