package io.pullway.scenario;

import java.time.Duration;
import java.util.List;

/** What a rolling replacement does: ends one process at a time as told, and starts it anew. */
final class Rollout {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Rollout() {}

    /** Replaces the first two proxies, and instances of each service that clients ask; returns when the last one is ready. */
    static void of(Platform platform) {
        for (int i = 1; i <= 2; i++) {
            for (Program program : List.of(platform.echo(i), platform.rating(i), platform.proxy(i))) {
                program.process().terminate();
                program.process().awaitExit(SOON);
                program.start();
                program.awaitReady();
            }
        }
    }
}
