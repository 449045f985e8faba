package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ConsumerInfo;
import io.pullway.fixtures.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
            NatsUsers.assertNothingRefused(ending);
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
    void whatHappensIsToldAndHeardAndCounted() {
        String bob = Tokens.of("bob", "user");
        long id = RatedComments.newUser(platform, bob);
        String rating;
        try (EventListener listener = EventListener.of(platform.proxy(1), "ratings/3", null)) {
            RawAnswer rated = RatedComments.rate(bob, id, 3, null).sendTo(platform.proxy(1));
            assertThat(rated.status()).isEqualTo(201);
            rating = rated.value("location").orElseThrow().replaceFirst("^https?://[^/]*", "");

            Await.until(SOON, "it hears", () -> !listener.messages().isEmpty());
            assertThat(listener.messages().getFirst()).contains("io.pullway.rating.created");
        }
        AtomicInteger score = new AtomicInteger();
        Await.until(SOON, "nobody listens any more but the averages", () -> {
            // Who has gone is noticed when something is written to it.
            String other = "{\"score\":" + (1 + score.getAndIncrement() % 5) + "}";
            RatedComments.json("PATCH", rating, bob, other).sendTo(platform.proxy(1));
            return consumersOfEvents().size() == 1;
        });
        Await.until(SOON, "these have counted all", () -> {
            ConsumerInfo averages = consumersOfEvents().getFirst();
            return averages.getDelivered().getConsumerSequence() > 0
                    && averages.getNumPending() + averages.getNumAckPending() == 0;
        });
        RawAnswer rebuilt = RatedComments.json("POST", "/api/services/-/averages/rebuild", Tokens.admin(), "")
                .sendTo(platform.proxy(1));
        assertThat(rebuilt.status()).as("%s", rebuilt).isEqualTo(200);
        assertThat(rebuilt.json().get("events").asInt()).isPositive();
    }

    @Test
    void thePlatformIsSeen() {
        try (PlatformViewer viewer = new PlatformViewer(platform.proxy(1), "Authorization", Tokens.admin())) {
            viewer.await(
                    "all three services and the dead letters",
                    picture -> picture.path("services").size() == 3
                            && !PlatformViewer.echo(picture, "echo-1").isMissingNode()
                            && picture.at("/nats/connected").asBoolean()
                            && picture.path("deadLetters").isNumber());
        }
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
        assertThat(pullway("status", "-o", "json").json().get("services").valueStream())
                .extracting(service -> service.get("name").asText())
                .containsExactlyElementsOf(Checkout.declaredServices());
    }

    private static List<ConsumerInfo> consumersOfEvents() {
        try (Connection nack = platform.nats().connect()) {
            return nack.jetStreamManagement().getConsumers("EVENTS_rating-service");
        } catch (IOException | JetStreamApiException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static CommandLine pullway(String... arguments) {
        return CommandLine.asOperator(platform, arguments).succeeded();
    }
}
