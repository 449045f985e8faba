package io.pullway.once;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.PostgresServer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What each test of {@code @OnceOnly} begins with: counters at nothing, a name of its own, and ends with: no method runs. */
abstract class OnceOnlyCase {
    static final Duration SOON = Duration.ofSeconds(10);

    /** That of the application; given by {@link PostgresForTests}. */
    PostgresServer postgres;

    /** Of the effects that this test makes. */
    final String name = "n" + UUID.randomUUID();

    @BeforeEach
    void reset() {
        EffectsResource.RUNS.set(0);
        EffectsResource.MOST.set(0);
        EffectsResource.FROZEN.set(false);
    }

    @AfterEach
    void letGo() {
        EffectsResource.FROZEN.set(false);
        Await.until(SOON, "no method runs", () -> EffectsResource.RUNNING.get() == 0);
    }

    Rows rows() {
        return new Rows(postgres);
    }
}
