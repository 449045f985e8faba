package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.scenario.History.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * As many readers of live events as a proxy takes, while ratings arrive. For ten minutes, or {@code
 * -Dpullway.readers.seconds=N}: in more than five each of them is asked for again whether it may still listen.
 */
@Tag("fault")
final class S88_ManyReadersHearOnInFlatMemoryTest {
    /** What a proxy takes by default. */
    private static final int READERS = 2_000;

    private static final Duration LASTS = Duration.ofSeconds(Integer.getInteger("pullway.readers.seconds", 600));

    /** How often the service is asked about each reader: before it listens, and at the latest after so long again. */
    private static final Duration ASKED_EVERY = Duration.ofMinutes(5);

    private static final Duration BETWEEN_RATINGS = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int LOOKS = 90;

    /** How much more memory at the end than in the middle is flat still: what a garbage collector decides by chance. */
    private static final double FLAT = 1.10;

    @Test
    void eachHearsEveryRatingOnceAndInOrder() {
        try (Platform platform = Platform.of("S88")
                .echoes(0)
                .ratings(1)
                // Nothing is told but what is made here.
                .serviceEnvironment("PULLWAY_RATING_SEED", "false")
                .start()) {
            History history = new History();
            try (Audience audience = Audience.of(platform.proxy(1), "ratings", READERS);
                    RecordingClient client = new RecordingClient(List.of(platform.proxy(1)), 0, history)) {
                Footprint proxy = Footprint.of(platform.proxy(1).process());
                long ratings = rate(client, proxy);

                Await.until(SOON, "all have heard everything", () -> audience.hasHeard(ratings));
                Reliability.rowWithoutChance(
                        READERS + " readers of events for " + LASTS.toSeconds() + " s",
                        history,
                        String.format(
                                Locale.ROOT,
                                "%d events told to each, %.2f cores, %d MB in the middle and %d MB at the end",
                                ratings,
                                proxy.cores(),
                                proxy.megabytes(2),
                                proxy.megabytes(3)));
                assertThat(history.except(Outcome.ANSWERED)).isEmpty();
                assertThat(audience.troubles()).isEmpty();
                assertThat(audience.heard()).singleElement().asString().startsWith(ratings + " events");
                assertThat(questions(platform.rating(1)))
                        .as("whether each may listen, and may still")
                        .isGreaterThanOrEqualTo((1 + repetitions()) * READERS);
                assertThat((double) proxy.megabytes(3)).isLessThan(FLAT * proxy.megabytes(2));
            }
        }
    }

    /** How often each reader was asked about again; at the full five minutes it may be about to be. */
    private static int repetitions() {
        return (int) LASTS.minusSeconds(1).dividedBy(ASKED_EVERY);
    }

    private static int questions(Program rating) {
        return Gauges.sum(rating, "http_server_requests_seconds_count", "method=\"GET\"", "uri=\"/ratings/-/events\"");
    }

    /** @return how many ratings were made: each by a user of its own, of the same service */
    private static long rate(RecordingClient client, Footprint proxy) {
        String service = made(client, "services", "{\"name\":\"Live\"}");
        long begin = System.nanoTime();
        long ratings = 0;
        for (int look = 1; look <= LOOKS; look++) {
            long until = begin + LASTS.toNanos() / LOOKS * look;
            do {
                String user = made(client, "users", "{\"firstName\":\"r\",\"lastName\":\"Live\"}");
                made(client, "ratings", "{\"userId\":%s,\"serviceId\":%s,\"score\":4}".formatted(user, service));
                ratings++;
                UnderFault.last(BETWEEN_RATINGS);
            } while (System.nanoTime() < until);
            proxy.look();
        }
        return ratings;
    }

    /** @return its id */
    private static String made(RecordingClient client, String collection, String json) {
        RawRequest post = RawRequest.post("/api/" + collection, json.getBytes(StandardCharsets.UTF_8))
                .field("Content-Type", "application/json")
                .field("Authorization", Tokens.admin());
        RawAnswer answer = client.ask("POST", post.bytes(), any -> any.status() == 201)
                .orElseThrow(() -> new AssertionError("no answer to a POST of " + collection));
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.json().get("id").asText();
    }
}
