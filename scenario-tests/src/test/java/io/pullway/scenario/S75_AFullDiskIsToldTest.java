package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.scenario.History.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kept answers fill the disk of NATS, which then stores nothing: whoever asks is refused, nobody is left without a word, and
 * when there is room again, and nats-server was started anew, everything that was answered is told again.
 */
@Tag("fault")
final class S75_AFullDiskIsToldTest {
    private static final int DISK_MEGABYTES = 32;
    private static final int BALLAST_MEGABYTES = 8;
    private static final byte[] BODY = "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
    private static final int SOME_REFUSED = 20;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final History history = new History();
    private final Map<String, String> answers = new LinkedHashMap<>();

    @Test
    void everyRequestIsAnsweredOrRefusedAndNoAnswerIsLost() {
        try (Platform platform = Platform.of("S75").disk(DISK_MEGABYTES).start();
                NatsClient nats = new NatsClient(platform);
                RecordingClient client = new RecordingClient(List.of(platform.proxy(1)), 0, history)) {
            Ballast ballast = Ballast.of(platform, BALLAST_MEGABYTES);
            Random random = Seed.random("S75");
            Await.until(LIMIT, "requests are refused", () -> {
                ask(client, Seed.name(random));
                return history.count(Outcome.REFUSED) >= SOME_REFUSED;
            });
            assertThat(history.count(Outcome.ANSWERED)).isGreaterThan(DISK_MEGABYTES);
            assertThat(history.except(Outcome.ANSWERED))
                    .allMatch(entry -> entry.outcome() == Outcome.REFUSED || entry.outcome() == Outcome.UNKNOWN);
            assertThat(platform.proxy(1).process().isAlive()).isTrue();
            assertThat(platform.echo(1).process().isAlive()).isTrue();
            Map<String, String> kept = Map.copyOf(answers);

            ballast.delete();
            // Until then it goes on to say that there is none.
            platform.nats().restart();
            Await.until(LIMIT, "requests are answered again", () -> ask(client, Seed.name(random)) == Outcome.ANSWERED);
            nats.awaitNothingStored();
            long runs = nats.deliveries();
            kept.keySet().forEach(key -> ask(client, key));
            assertThat(answers).containsAllEntriesOf(kept);
            assertThat(nats.deliveries()).as("nothing ran again").isEqualTo(runs);
            Reliability.rowWithoutChance(
                    "disk of " + DISK_MEGABYTES + " MB full",
                    history,
                    kept.size() + " answers, told the same again when there was room and nats-server started anew");
        }
    }

    private Outcome ask(RecordingClient client, String key) {
        RawRequest keyed = RawRequest.of("POST", "/api/echo")
                .field("Idempotency-Key", key)
                .field("Prefer", "wait=5")
                .body(BODY);
        RecordingClient.Told told = client.send("keyed POST", keyed.bytes(), answer -> answer.status() == 200);
        if (told.outcome() == Outcome.ANSWERED) {
            answers.put(key, told.answer().orElseThrow().text());
        }
        return told.outcome();
    }
}
