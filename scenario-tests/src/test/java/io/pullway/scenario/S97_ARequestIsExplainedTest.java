package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code pullway explain} as the operator of {@code k8s/charts/nats.yaml}, of requests that a proxy took and a service ran. */
final class S97_ARequestIsExplainedTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Platform platform;
    private static Program proxy;

    @BeforeAll
    static void start() {
        platform = Platform.of("S97")
                .natsConfig(NatsUsers.configuration() + "\nno_auth_user: nack\n")
                .proxies(0)
                .echoes(0)
                .start();
        proxy = platform.newProxy(NatsUsers.login("proxy"));
        Program echo = platform.newEcho(NatsUsers.login("echo-service"));
        List.of(proxy, echo).forEach(Program::start);
        List.of(proxy, echo).forEach(Program::awaitReady);
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    /** It takes longer than this test: it is in the hands of its instance however slow this machine is. */
    @Test
    void aRequestUnderWayIsFollowedByTheAddressOfItsStatus() {
        String location = later("/api/echo/long?delay=60000");
        Await.until(SOON, "it is handed out", () -> now(location).equals("handed-out"));

        JsonNode explained = explain(location);
        assertThat(explained.get("steps").toString()).contains("GET /echo/long?delay=60000 was stored as message");
        assertThat(explained.get("unknown").toString()).contains("There are: echo-1 (1 of 128 slots busy)");
    }

    @Test
    void anAnswerThatIsKeptIsFoundByTheAddressOfItsStatus() {
        String location = later("/api/echo/short");
        Await.until(SOON, "it is answered", () -> now(location).equals("answered"));

        assertThat(explain(location).get("steps").toString()).contains("was answered with 200 by echo-1, after ");
    }

    @Test
    void aKeyedRequestIsFoundByItsId() {
        RawAnswer answer = RawRequest.of("POST", "/api/echo/keyed")
                .field("Idempotency-Key", "\"" + UUID.randomUUID() + "\"")
                .sendTo(proxy);
        String id = answer.echoed().requestId();

        assertThat(now(id)).isEqualTo("answered");
    }

    @Test
    void ofAPlainRequestThatWasAnsweredItSaysThatNothingIsLeft() {
        RawAnswer answer = RawRequest.get("/api/echo/plain").sendTo(proxy);

        CommandLine explained = run(answer.echoed().requestId());

        assertThat(explained.exitCode()).isEqualTo(3);
        assertThat(explained.json().get("now").asText()).isEqualTo("no-trace");
        assertThat(explained.json().get("unknown").toString()).contains("A plain request leaves no trace in NATS");
    }

    @Test
    void whatCouldNotBeWorkedOnIsFoundAmongTheDeadLetters() {
        try (RawNats operator = RawNats.as("operator", platform.nats())) {
            assertThat(operator.mayPublish(HandMade.subject())).isTrue();
        }
        Await.until(SOON, "it is buried", () -> letters().size() == 1);
        JsonNode explained = explain(letters().get(0).get("id").asText());

        assertThat(explained.get("now").asText()).isEqualTo("buried");
        assertThat(explained.get("steps").toString()).contains("was buried after 1 deliveries: no-request");
    }

    /** Where the answer will be. */
    private static String later(String target) {
        RawAnswer accepted =
                RawRequest.get(target).field("Prefer", "respond-async").sendTo(proxy);
        assertThat(accepted.status()).isEqualTo(202);
        return accepted.value("location").orElseThrow();
    }

    private static String now(String request) {
        return explain(request).get("now").asText();
    }

    private static JsonNode explain(String request) {
        return run(request).succeeded().json();
    }

    private static CommandLine run(String request) {
        return pullway("explain", request, "--json");
    }

    private static JsonNode letters() {
        return pullway("dead-letters", "list", "--json").succeeded().json();
    }

    private static CommandLine pullway(String... arguments) {
        return CommandLine.asOperator(platform, arguments);
    }
}
