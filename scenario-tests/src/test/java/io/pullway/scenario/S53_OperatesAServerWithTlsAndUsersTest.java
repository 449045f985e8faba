package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code pullway} with the rights of an operator and no more, over TLS, as a context of the nats CLI says.
 * The platform beside it enters as it does elsewhere.
 */
final class S53_OperatesAServerWithTlsAndUsersTest {
    @TempDir
    private static Path folder;

    private static Platform platform;

    @BeforeAll
    static void start() throws IOException {
        TlsFiles tls = TlsFiles.in(folder);
        platform =
                Platform.of("S53").natsConfig("""
                tls { %s }
                allow_non_tls: true
                accounts { A { jetstream: enabled, users: [
                  { user: platform, password: any }
                  { user: operator, password: secret, permissions {
                    publish: ["http.>", "keyed.>", "later.>", "answer.>", "dead.>", "event.>", "$JS.API.>"]
                    subscribe: ["answer.>", "kept.>", "dead.>", "presence.>", "reply.proxy.>", "_INBOX_operator.>"]
                  } }
                ] } }
                no_auth_user: platform
                """.formatted(tls.natsConfig())).start();
        Path contexts = Files.createDirectories(folder.resolve("nats/context"));
        Files.writeString(
                contexts.resolve("shop.json"), """
                {"url": "tls://127.0.0.1:%d", "user": "operator", "ca": "%s", "inbox_prefix": "_INBOX_operator"}
                """.formatted(platform.nats().port(), tls.certificate()));
        Files.writeString(folder.resolve("nats/context.txt"), "shop");
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @Test
    void listsShowsRedrivesAndDeletesDeadLetters() {
        try (NatsClient nats = new NatsClient(platform)) {
            nats.store(HandMade.subject(), "no request");
            nats.awaitNothingStored();
        }
        String id = letters().get(0).get("id").asText();

        assertThat(pullway("dead-letters", "show", id).succeeded().output()).contains("reason:     no-request: ");
        CommandLine redrive = pullway("dead-letters", "redrive", id);
        assertThat(redrive.exitCode()).isEqualTo(1);
        assertThat(redrive.output()).contains("is no request");
        pullway("dead-letters", "delete", id).succeeded();
        assertThat(letters()).isEmpty();
    }

    @Test
    void redrivesWhatWasGivenUp() {
        Burial.of(RawRequest.of("POST", "/api/echo/unsafe?delay=2000").field("Prefer", "wait=30"), platform);
        String id = letters().get(0).get("id").asText();

        JsonNode result =
                pullway("dead-letters", "redrive", id, "-o", "json").succeeded().json();

        assertThat(result.get("status").asInt()).isEqualTo(200);
        assertThat(result.get("deleted").asBoolean()).isTrue();
        assertThat(letters()).isEmpty();
    }

    @Test
    void showsThePlatform() {
        JsonNode status = pullway("status", "-o", "json").succeeded().json();

        assertThat(status.get("services").valueStream())
                .extracting(service -> service.get("name").asText())
                .containsExactlyElementsOf(Checkout.declaredServices());
        JsonNode echo = service(status, "echo-service");
        assertThat(echo.get("instances")).hasSize(1);
        assertThat(echo.get("instances").get(0).get("name").asText()).isEqualTo("echo-1");
        assertThat(echo.get("slots").asInt())
                .isPositive()
                .isEqualTo(echo.get("instances").get(0).get("slots").asInt());
        assertThat(service(status, "moderation-service").get("instances")).isEmpty();
        assertThat(status.get("deadLetters").isNumber()).isTrue();
    }

    private static JsonNode service(JsonNode status, String name) {
        return status.get("services")
                .valueStream()
                .filter(service -> service.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysThatTheLoginIsWrong() {
        CommandLine refused = CommandLine.with(
                Map.of("XDG_CONFIG_HOME", folder.toString(), "NATS_PASSWORD", "wrong"), List.of("status"));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("refuses these credentials");
    }

    private static JsonNode letters() {
        return pullway("dead-letters", "list", "-o", "json").succeeded().json();
    }

    /** The password stands in no file and on no command line. */
    private static CommandLine pullway(String... arguments) {
        return CommandLine.with(
                Map.of("XDG_CONFIG_HOME", folder.toString(), "NATS_PASSWORD", "secret"),
                Stream.of(arguments).toList());
    }
}
