package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A proxy, the services, {@code pullway apply} and an operator, each with the login that {@code k8s/charts/nats.yaml} gives it,
 * and no more: everything works, and NATS has had nothing to refuse.
 */
final class S91_ThePlatformWorksWithItsOwnUsersTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Platform platform;

    /** Whoever has no login is taken for NACK, as which the streams are applied. */
    @BeforeAll
    static void start() {
        platform = Platform.of("S91")
                .natsConfig(NatsUsers.configuration() + "\nno_auth_user: nack\n")
                .proxies(0)
                .echoes(0)
                .withPostgres()
                .start();
        List<Program> programs = List.of(
                platform.newProxy(NatsUsers.login("proxy")),
                platform.newEcho(NatsUsers.login("echo-service")),
                platform.newModeration(NatsUsers.login("moderation-service")),
                platform.newRating(NatsUsers.login("rating-service")));
        programs.forEach(Program::start);
        programs.forEach(Program::awaitReady);
    }

    /** What is refused is in the log of NATS, whoever was refused and whether or not he told. */
    @AfterAll
    static void end() {
        try (Platform ending = platform) {
            assertThat(ending.nats().lastLines())
                    .as("all that NATS has said since its start")
                    .contains("Server is ready")
                    .doesNotContain("Violation");
        }
    }

    @Test
    void requestsOfEveryKindAreAnswered() {
        RawAnswer read = RawRequest.get("/api/users").sendTo(platform.proxy(1));
        assertThat(read.status()).isEqualTo(200);

        RawAnswer keyed = RawRequest.of("POST", "/api/users")
                .field("Idempotency-Key", "\"" + UUID.randomUUID() + "\"")
                .field("Authorization", Tokens.admin())
                .field("Content-Type", "application/json")
                .body("{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}".getBytes(StandardCharsets.UTF_8))
                .sendTo(platform.proxy(1));
        assertThat(keyed.status()).isEqualTo(201);

        RawAnswer accepted = RawRequest.get("/api/echo/later")
                .field("Prefer", "respond-async")
                .sendTo(platform.proxy(1));
        assertThat(accepted.status()).isEqualTo(202);
        String location = accepted.value("location").orElseThrow();
        Await.until(
                SOON,
                "the answer is there",
                () -> RawRequest.get(location).sendTo(platform.proxy(1)).status() == 200);

        RawAnswer document = RawRequest.get("/api/-/openapi").sendTo(platform.proxy(1));
        assertThat(document.text()).contains("/users");
    }

    @Test
    void aCommentIsJudgedBeforeItIsPublished() {
        String ada = Tokens.of("ada", "user");
        long id = RatedComments.newUser(platform, ada);
        RawAnswer published = RatedComments.rate(ada, id, 1, "On time.").sendTo(platform.proxy(1));
        RawAnswer refused = RatedComments.rate(ada, id, 2, "What a scam!").sendTo(platform.proxy(1));

        assertThat(published.status()).isEqualTo(201);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(RatedComments.judged(platform, "On time.")).containsExactly("ada");
    }

    @Test
    void whatCannotBeWorkedOnIsBuriedAndAnOperatorDealsWithIt() {
        try (RawNats operator = RawNats.as("operator", platform.nats())) {
            assertThat(operator.mayPublish(HandMade.subject())).isTrue();
        }
        Await.until(
                SOON,
                "it is buried",
                () -> pullway("dead-letters", "list", "-o", "json").json().size() == 1);
        String id = pullway("dead-letters", "list", "-o", "json")
                .json()
                .get(0)
                .get("id")
                .asText();
        assertThat(pullway("dead-letters", "show", id).output()).contains("no-request");
        pullway("dead-letters", "delete", id);
        assertThat(pullway("status", "-o", "json").json().get("services")).hasSize(3);
    }

    private static CommandLine pullway(String... arguments) {
        return CommandLine.with(
                        Map.of("NATS_USER", "operator", "NATS_PASSWORD", NatsUsers.PASSWORD),
                        Stream.concat(
                                        Stream.of(arguments),
                                        Stream.of(
                                                "--server", platform.nats().url(), "--inbox-prefix", "_INBOX_operator"))
                                .toList())
                .succeeded();
    }
}
