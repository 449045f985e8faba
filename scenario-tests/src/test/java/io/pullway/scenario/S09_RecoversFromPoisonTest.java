package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A NATS header that jnats cannot read ends the reading thread of whoever receives it, while the connection
 * goes on saying that all is well. A stranger who may publish there can send one.
 */
@ExtendWith(SharedPlatform.class)
final class S09_RecoversFromPoisonTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String POISON = RawNats.UNREADABLE;

    private final Platform platform;
    private final Program proxy;

    S09_RecoversFromPoisonTest(Platform platform) {
        this.platform = platform;
        this.proxy = platform.proxy(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {POISON, "No colon\r\n"})
    void theProxyAnswersAgainWithin5SecondsOfAPoisonousReply(String headers) {
        String replyTo;
        try (NatsClient nats = new NatsClient(platform)) {
            NatsClient.Watch requests = nats.watch("http.>");
            RawRequest.get("/api/echo").sendTo(proxy).echoed();
            replyTo = requests.next().field("pullway-reply-to");
        }

        publish(replyTo, headers);

        awaitAnswers();
    }

    @Test
    void theProxyAnswersAgainWithin5SecondsOfAPoisonousPubAck() {
        String inbox;
        try (NatsClient nats = new NatsClient(platform)) {
            NatsClient.Watch requests = nats.watch("http.>");
            RawRequest.get("/api/echo").sendTo(proxy).echoed();
            inbox = requests.next().replyTo();
        }

        publish(inbox, POISON);

        awaitAnswers();
    }

    @Test
    void theServiceAnswersAgainWithin5SecondsOfPoisonInThePlaceOfWork() {
        String inbox;
        try (NatsClient nats = new NatsClient(platform)) {
            NatsClient.Watch pulls = nats.watch("$JS.API.CONSUMER.MSG.NEXT.echo-service.echo-service");
            inbox = pulls.next().replyTo();
        }

        publish(inbox, POISON);

        awaitAnswers();
    }

    @ParameterizedTest
    @ValueSource(strings = {POISON, "No colon\r\n", "X-Folded: a\r\n b\r\n"})
    void aStoredMessageThatEndsReadersIsTakenOutOfTheQueueAndKept(String headers) {
        long before = unreadableLetters();

        publish(HandMade.subject(), headers);

        awaitBuried(before + 1);
        awaitAnswers();
    }

    /** More than the limit of the others: the reader's end is noticed, then what ended it is looked for. */
    private void awaitBuried(long letters) {
        Await.until(LIMIT.multipliedBy(4), letters + " letters", () -> unreadableLetters() >= letters);
        assertThat(unreadableLetters()).isEqualTo(letters);
        try (NatsClient nats = new NatsClient(platform)) {
            nats.awaitNothingStored();
        }
    }

    private long unreadableLetters() {
        long count = 0;
        for (JsonNode letter : CommandLine.of(platform, "dead-letters", "list", "-o", "json")
                .succeeded()
                .json()) {
            if (letter.get("reason").asText().equals("no-request: its NATS headers cannot be read")) {
                count++;
            }
        }
        return count;
    }

    private void publish(String subject, String headers) {
        try (RawNats stranger = RawNats.connect(platform.nats())) {
            stranger.publish(subject, headers, "HTTP/1.1 200 \r\n\r\n");
        }
    }

    private void awaitAnswers() {
        Await.until(
                LIMIT,
                "requests are answered again",
                () -> RawRequest.get("/api/echo")
                                .field("Prefer", "wait=1")
                                .sendTo(proxy)
                                .status()
                        == 200);
    }
}
