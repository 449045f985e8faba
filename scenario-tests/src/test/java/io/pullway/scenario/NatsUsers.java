package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.pullway.fixtures.NatsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The users of NATS as {@code k8s/charts/nats.yaml} declares them, for a nats-server of the tests: what the Helm chart would
 * write into its configuration file, with {@link #PASSWORD} as the password of each.
 */
final class NatsUsers {
    static final String PASSWORD = "of-everybody";

    /** How the chart marks a value that goes into the file without quotes. */
    private static final Pattern RAW = Pattern.compile("\"<< (.*?) >>\"");

    private static final JsonNode CONFIGURATION = read();

    private NatsUsers() {}

    /** Lines for the configuration file of nats-server. */
    static String configuration() {
        String lines = "system_account: " + CONFIGURATION.get("system_account") + "\naccounts: "
                + CONFIGURATION.get("accounts");
        return RAW.matcher(lines).replaceAll("\"" + PASSWORD + "\"");
    }

    /** The login of one of them, as environment of an application. */
    static Map<String, String> login(String user) {
        return Map.of("PULLWAY_NATS_USER", user, "PULLWAY_NATS_PASSWORD", PASSWORD);
    }

    /** A connection as one of them. The caller closes it. */
    static Connection connect(String user, NatsServer server) throws IOException, InterruptedException {
        return Nats.connect(
                Options.builder().server(server.url()).userInfo(user, PASSWORD).build());
    }

    /** What is refused is in the log of NATS, whoever was refused and whether or not he told. */
    static void assertNothingRefused(Platform platform) {
        assertThat(platform.nats().lastLines())
                .as("all that NATS has said since its start")
                .contains("Server is ready")
                .doesNotContain("Violation");
    }

    private static JsonNode read() {
        try {
            return new YAMLMapper()
                    .readTree(Checkout.root().resolve("k8s/charts/nats.yaml").toFile())
                    .at("/config/merge");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
