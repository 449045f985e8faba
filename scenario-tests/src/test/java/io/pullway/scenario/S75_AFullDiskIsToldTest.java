package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.scenario.History.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kept answers fill the disk of NATS, which then stores nothing: whoever asks is refused, and nobody is left without a word. */
@Tag("fault")
final class S75_AFullDiskIsToldTest {
    private static final int DISK_MEGABYTES = 32;
    private static final byte[] BODY = "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
    private static final int SOME_REFUSED = 20;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Test
    void everyRequestIsAnsweredOrRefused() {
        try (Platform platform = Platform.of("S75").disk(DISK_MEGABYTES).start()) {
            History history = new History();
            try (RecordingClient client = new RecordingClient(List.of(platform.proxy(1)), 0, history)) {
                Await.until(LIMIT, "requests are refused", () -> {
                    client.ask("keyed POST", keyed().bytes(), answer -> answer.status() == 200);
                    return history.count(Outcome.REFUSED) >= SOME_REFUSED;
                });
            }

            Reliability.row("disk of " + DISK_MEGABYTES + " MB full", history, "");
            assertThat(history.count(Outcome.ANSWERED)).isGreaterThan(DISK_MEGABYTES);
            assertThat(history.except(Outcome.ANSWERED))
                    .allMatch(entry -> entry.outcome() == Outcome.REFUSED || entry.outcome() == Outcome.UNKNOWN);
            assertThat(platform.proxy(1).process().isAlive()).isTrue();
            assertThat(platform.echo(1).process().isAlive()).isTrue();
        }
    }

    private static RawRequest keyed() {
        return RawRequest.of("POST", "/api/echo?raw=1")
                .field("Idempotency-Key", UUID.randomUUID().toString())
                .field("Prefer", "wait=5")
                .body(BODY);
    }
}
