package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.pullway.fixtures.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Events that the consumer of the averages cannot count. The service has the rights that docs/events.md lists, and no more. */
final class S81_AFailingConsumerStopsNobodyTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SUBJECT = "event.ratings.1.created";
    private static final String UNCOUNTABLE = """
            {"specversion":"1.0","id":"5c3a8a2e-0000-4000-8000-000000000001","source":"x","subject":"ratings/0",\
            "type":"io.pullway.rating.created","data":{"serviceId":1,"score":9}}""";

    private static final String USERS = """
            accounts { A { jetstream: enabled, users: [
              { user: platform, password: any }
              { user: rating, password: secret, permissions {
                publish: [%s, "$JS.API.CONSUMER.MSG.NEXT.rating-service.>", "$JS.API.CONSUMER.INFO.rating-service.>",
                  "$JS.API.STREAM.INFO.rating-service", "$JS.ACK.rating-service.>",
                  "$JS.API.STREAM.MSG.GET.ANSWERS_rating-service",
                  "$JS.API.CONSUMER.INFO.EVENTS_rating-service.>", "$JS.API.CONSUMER.MSG.NEXT.EVENTS_rating-service.>",
                  "$JS.ACK.EVENTS_rating-service.>", "$JS.API.STREAM.INFO.EVENTS_rating-service",
                  "$JS.API.STREAM.MSG.GET.EVENTS_rating-service"]
                subscribe: [%s, "reply.rating-service.>", "_INBOX_rating.>"]
              } }
            ] } }
            no_auth_user: platform
            """.formatted(
            ofEach("reply.*.*.%s.>", "presence.%s.>", "dead.%s.>", "answer.%s.>", "event.%s.>"), ofEach("cancel.%s.>"));

    private static Platform platform;
    private static EffectLedger ledger;

    /** Of each resource of the service. */
    private static String ofEach(String... subjects) {
        return Stream.of("users", "services", "ratings")
                .flatMap(resource -> Stream.of(subjects).map(subject -> '"' + subject.formatted(resource) + '"'))
                .collect(Collectors.joining(", "));
    }

    @BeforeAll
    static void start() {
        platform = Platform.of("S81")
                .echoes(0)
                .ratings(1)
                .natsConfig(USERS)
                .serviceEnvironment("PULLWAY_NATS_USER", "rating")
                .serviceEnvironment("PULLWAY_NATS_PASSWORD", "secret")
                .serviceEnvironment("PULLWAY_EVENTS_MAX_DELIVERIES", "4")
                .serviceEnvironment("PULLWAY_EVENTS_RETRY_DELAY", "200ms")
                .start();
        ledger = EffectLedger.begin(platform);
    }

    @AfterAll
    static void end() {
        ledger.close();
        platform.close();
    }

    @Test
    void itIsTriedAgainEachTimeLaterThenBuriedAndTheOthersGoOn() {
        Await.until(SOON, "the seed is counted", () -> ledger.wrongAverages() == 0);
        // As long as it cannot be buried it comes again: so the others are counted meanwhile, however long that takes.
        deleteDeadLetters();
        try (EventLog log = new EventLog(platform)) {
            log.tell(SUBJECT, UNCOUNTABLE);
        }
        Await.until(SOON, "it has failed", () -> output().contains("event=event-failed"));

        makeRatings(20);

        Await.until(SOON, "the others are counted", () -> ledger.wrongAverages() == 0);
        Await.until(SOON, "it is to be buried", () -> output().contains("event=not-buried"));
        assertThat(output())
                .contains(
                        "delivery=1 failures=1 of=4",
                        "delivery=2 failures=2 of=4",
                        "delivery=3 failures=3 of=4",
                        "delivery=4 failures=4 of=4")
                .doesNotContain("event=buried");
        platform.applyStreams(declaration -> declaration);
        Await.until(SOON, "it is buried", () -> output().contains("event=buried"));

        JsonNode letter = letters().get(0);
        assertThat(letter.get("reason").asText())
                .isEqualTo("consumer-failed: averages: the data has no score from 1 to 5");
        assertThat(letter.get("subject").asText()).isEqualTo(SUBJECT);
        assertThat(letter.get("deliveries").asInt()).isGreaterThan(4);
        String id = letter.get("id").asText();
        assertThat(pullway("dead-letters", "show", id).succeeded().output()).contains(UNCOUNTABLE);

        assertThat(pullway("dead-letters", "redrive", id).succeeded().output()).contains("told again");
        Await.until(
                SOON,
                "it has failed and is buried again",
                () -> letters().size() == 1
                        && !letters().get(0).get("id").asText().equals(id));
        JsonNode again = letters().get(0);
        assertThat(again.get("deliveries").asInt()).isEqualTo(4);
        pullway("dead-letters", "delete", again.get("id").asText()).succeeded();
        assertThat(ledger.wrongAverages()).isZero();
    }

    @Test
    void theRightsThatAreListedAreEnoughAndNoMoreIsAllowed() {
        makeRatings(1);
        Await.until(SOON, "it is told and counted", () -> ledger.outbox() == 0 && ledger.wrongAverages() == 0);
        RawAnswer rebuilt = RawRequest.of("POST", "/api/services/-/averages/rebuild")
                .field("Authorization", Tokens.admin())
                .sendTo(platform.proxy(1));
        assertThat(rebuilt.status()).as(rebuilt.toString()).isEqualTo(200);
        assertThat(output()).doesNotContain("event=nats-error");

        assertThat(EventLog.refusal(platform, "rating", "secret", "event.echo.1.created"))
                .contains("Permissions Violation for Publish");
    }

    private static void deleteDeadLetters() {
        try (Connection connection = platform.nats().connect()) {
            connection.jetStreamManagement().deleteStream("DEAD_LETTERS");
        } catch (IOException | JetStreamApiException | InterruptedException e) {
            throw new AssertionError("The dead letters cannot be deleted", e);
        }
    }

    private static void makeRatings(int count) {
        try (RawHttp client = RawHttp.connect(platform.proxy(1))) {
            for (int i = 0; i < count; i++) {
                long user = made(client, "users", "{\"firstName\":\"Ada\",\"lastName\":\"Told\"}");
                made(client, "ratings", "{\"userId\":%d,\"serviceId\":1,\"score\":%d}".formatted(user, 1 + i % 5));
            }
        }
    }

    private static long made(RawHttp client, String what, String json) {
        RawAnswer answer = client.send(RawRequest.of("POST", "/api/" + what)
                        .field("Authorization", Tokens.admin())
                        .field("Content-Type", "application/json")
                        .body(json.getBytes(StandardCharsets.UTF_8))
                        .bytes())
                .readFinal(false);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
        return answer.json().get("id").asLong();
    }

    private static String output() {
        return platform.rating(1).output();
    }

    private static JsonNode letters() {
        return pullway("dead-letters", "list", "-o", "json").succeeded().json();
    }

    private static CommandLine pullway(String... arguments) {
        return CommandLine.of(platform, arguments);
    }
}
