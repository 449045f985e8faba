package io.pullway.scenario;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How a request becomes a dead letter: it must not run twice, and its instance does not survive it. */
final class Burial {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Burial() {}

    /** Sends an unsafe request to the first proxy that the first echo service works on for seconds, and kills that one. */
    static void of(RawRequest unsafe, Platform platform) {
        Program echo = platform.echo(1);
        try (NatsClient nats = new NatsClient(platform)) {
            long before = nats.deliveries();
            CompletableFuture<RawAnswer> answer = CompletableFuture.supplyAsync(() -> unsafe.sendTo(platform.proxy(1)));
            Await.until(SOON, "it is delivered", () -> nats.deliveries() > before);
            echo.process().kill();
            echo.start();
            echo.awaitReady();
            nats.awaitNothingStored();
            Problems.assertProblem(answer.join(), 502, "outcome-unknown");
        }
    }
}
