package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request that no instance survives, or that must not be run a second time. */
final class S50_APoisonousRequestEndsAsADeadLetterTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final History history = new History();
    private Platform platform;
    private Program proxy;
    private NatsClient nats;

    @BeforeEach
    void start() {
        // A dead instance's work comes back after 2 s instead of 10: the tests wait for that.
        platform = Platform.of("S50")
                .streams(text -> text.replace("ackWait: 10s", "ackWait: 2s"))
                .start();
        proxy = platform.proxy(1);
        nats = new NatsClient(platform);
    }

    @AfterEach
    void end() {
        nats.close();
        platform.close();
    }

    @Test
    void afterFiveInstancesItIsGivenUpAndCanBeSentAgain() {
        RawRequest poison = RawRequest.of("PUT", "/api/echo/poison?delay=1500")
                .field("Authorization", "Bearer secret-of-the-client")
                .field("Prefer", "wait=60");
        CompletableFuture<RawAnswer> answer = answerTo(poison);
        for (int i = 1; i <= 5; i++) {
            killWhoStarts(i);
        }

        Problems.assertProblem(answer.join(), 500, "gave-up");
        nats.awaitNothingStored();
        JsonNode letter = onlyLetter();
        assertThat(letter.get("reason").asText()).isEqualTo("gave-up");
        assertThat(letter.get("deliveries").asInt()).isEqualTo(6);
        assertThat(letter.get("target").asText()).isEqualTo("/echo/poison?delay=1500");
        assertThat("urn:uuid:" + letter.get("id").asText())
                .isEqualTo(answer.join().json().get("instance").asText());

        String id = letter.get("id").asText();
        assertThat(CommandLine.of(platform, "dead-letters", "show", id)
                        .succeeded()
                        .output())
                .contains("authorization: ***", "subject:    http.echo.put.poison")
                .doesNotContain("secret-of-the-client");
        NatsClient.Watch requests = nats.watch("http.echo.>");
        JsonNode again = CommandLine.of(platform, "dead-letters", "redrive", id, "-o", "json")
                .succeeded()
                .json();
        assertThat(again.get("status").asInt()).isEqualTo(200);
        Reliability.rowWithoutChance(
                "kill -9 of each of five instances that work on a request",
                history,
                "1 dead letter; sent again, it is answered with "
                        + again.get("status").asText());
        assertThat(again.get("newId").asText())
                .isEqualTo(requests.next().field("pullway-request-id"))
                .isNotEqualTo(id);
        assertThat(letters()).isEmpty();
    }

    @Test
    void whatMustNotRunTwiceIsBuriedWithTheSecondDelivery() {
        long before = nats.deliveries();
        CompletableFuture<RawAnswer> answer =
                answerTo(RawRequest.post("/api/echo/unsafe?delay=1500", "once".getBytes(StandardCharsets.US_ASCII)));
        Await.until(SOON, "it is delivered", () -> nats.deliveries() > before);
        restart();

        Problems.assertProblem(answer.join(), 502, "outcome-unknown");
        nats.awaitNothingStored();
        JsonNode letter = onlyLetter();
        assertThat(letter.get("reason").asText()).isEqualTo("outcome-unknown");
        assertThat(letter.get("deliveries").asInt()).isEqualTo(2);
        assertThat(letter.get("method").asText()).isEqualTo("POST");
        Reliability.rowWithoutChance(
                "kill -9 of the instance that works on an unsafe request", history, "1 dead letter");
        String id = letter.get("id").asText();
        CommandLine.of(platform, "dead-letters", "delete", id).succeeded();
        assertThat(letters()).isEmpty();
        assertThat(CommandLine.of(platform, "dead-letters", "delete", id).exitCode())
                .isEqualTo(1);
    }

    @Test
    void whatIsNoRequestIsBuriedToo() {
        nats.store(HandMade.subject(), "no request at all");

        nats.awaitNothingStored();

        assertThat(onlyLetter().get("reason").asText()).startsWith("no-request: ");
    }

    @Test
    void withoutAStreamForItTheServiceWorksOnAndBuriesItLater() {
        nats.deleteStream("DEAD_LETTERS");
        nats.store(HandMade.subject(), "no request at all");
        Program echo = platform.echo(1);
        Await.until(
                SOON,
                "it says what to do",
                () -> echo.output().contains("pullway apply k8s/base/streams/dead-letters.yaml"));
        assertThat(RawRequest.get("/api/echo").sendTo(proxy).status()).isEqualTo(200);
        assertThat(nats.stored()).isEqualTo(1);

        platform.applyStreams(text -> text.replace("ackWait: 10s", "ackWait: 2s"));

        nats.awaitNothingStored();
        assertThat(onlyLetter().get("reason").asText()).startsWith("no-request: ");
    }

    private CompletableFuture<RawAnswer> answerTo(RawRequest request) {
        return CompletableFuture.supplyAsync(() -> {
            try (RecordingClient client = new RecordingClient(List.of(proxy), 0, history)) {
                return client.ask("poison", request.bytes(), any -> true)
                        .orElseThrow(() -> new AssertionError("no answer: " + history));
            }
        });
    }

    /** Kills the instance once the delivery of this number has reached it, and starts it again. */
    private void killWhoStarts(int delivery) {
        Await.until(SOON, "delivery " + delivery, () -> nats.deliveries() >= delivery);
        restart();
    }

    private void restart() {
        platform.echo(1).process().kill();
        platform.echo(1).start();
    }

    private JsonNode letters() {
        return CommandLine.of(platform, "dead-letters", "list", "-o", "json")
                .succeeded()
                .json();
    }

    private JsonNode onlyLetter() {
        JsonNode letters = letters();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }
}
