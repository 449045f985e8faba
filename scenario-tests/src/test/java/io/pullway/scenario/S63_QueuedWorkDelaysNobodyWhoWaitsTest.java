package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand asynchronous requests wait in the queue, and direct ones are answered as if they did not. */
@Tag("fault")
final class S63_QueuedWorkDelaysNobodyWhoWaitsTest {
    private static final int SLOTS = 8;
    private static final int QUEUED = 10_000;
    private static final int SENDERS = 16;
    private static final int DELAY_MILLIS = 200;
    private static final Duration LASTS = Duration.ofSeconds(10);

    private Platform platform;

    @Test
    void directRequestsAreAnsweredBesideTenThousandQueuedOnes() throws Exception {
        platform = Platform.of("S63")
                .serviceEnvironment("PULLWAY_SERVER_SLOTS", Integer.toString(SLOTS))
                .start();
        try (NatsClient nats = new NatsClient(platform)) {
            direct();
            List<Result> alone = direct();
            queue();
            assertThat(nats.stored()).isGreaterThan(QUEUED * 3 / 4);

            List<Result> beside = direct();

            // As many as are done in this time were there for them to be in the way of.
            assertThat(nats.stored()).isGreaterThan(QUEUED / 2);
            assertThat(Result.failed(alone)).isEmpty();
            assertThat(Result.failed(beside)).isEmpty();
            System.getLogger("S63")
                    .log(
                            System.Logger.Level.INFO,
                            "direct requests, p50 and p99 in ms: alone " + millis(alone, 50) + " and "
                                    + millis(alone, 99) + ", beside " + QUEUED + " queued ones " + millis(beside, 50)
                                    + " and " + millis(beside, 99));
            // Nobody waited for one of the queued ones to end.
            assertThat(millis(beside, 99)).isLessThan(DELAY_MILLIS);
        } finally {
            platform.close();
        }
    }

    private List<Result> direct() {
        try (Load load = Load.start(List.of(platform.proxy(1)), 2, Duration.ofMillis(5), Call::get)) {
            long begin = System.nanoTime();
            Await.until(LASTS.plusSeconds(5), "it has lasted", () -> System.nanoTime() - begin > LASTS.toNanos());
            return load.stop();
        }
    }

    private void queue() throws Exception {
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, SENDERS)
                    .<Future<?>>mapToObj(i -> senders.submit(() -> {
                        byte[] request = RawRequest.get("/api/echo?delay=" + DELAY_MILLIS)
                                .field("Prefer", "respond-async")
                                .bytes();
                        try (RawHttp connection = RawHttp.connect(platform.proxy(1))) {
                            for (int sent = 0; sent < QUEUED / SENDERS; sent++) {
                                assertThat(connection
                                                .send(request)
                                                .readFinal(false)
                                                .status())
                                        .isEqualTo(202);
                            }
                        }
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private static double millis(List<Result> results, int percent) {
        List<Duration> sorted = results.stream().map(Result::took).sorted().toList();
        return sorted.get((sorted.size() - 1) * percent / 100).toNanos() / 1_000 / 1_000.0;
    }
}
