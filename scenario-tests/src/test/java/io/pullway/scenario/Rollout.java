package io.pullway.scenario;

import java.time.Duration;

/** What a rolling replacement does: ends one process at a time as told, and starts it anew. */
final class Rollout {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Rollout() {}

    /**
     * Replaces the first two proxies, the first two instances of each service that clients ask, and all of the one that
     * these ask; returns when the last one is ready.
     */
    static void of(Platform platform) {
        for (int i = 1; i <= 2; i++) {
            replace(platform.echo(i));
            replace(platform.rating(i));
            replace(platform.proxy(i));
        }
        platform.moderations().forEach(Rollout::replace);
    }

    private static void replace(Program program) {
        program.process().terminate();
        program.process().awaitExit(SOON);
        program.start();
        program.awaitReady();
    }
}
