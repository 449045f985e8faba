package io.pullway.proxy;

import io.pullway.wire.Elections;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Tries again what nobody takes while a stream has no leader, or the connection to NATS is lost. Safe for all threads; blocks,
 * so for virtual ones.
 */
final class Patience {
    private final Elections elections = new Elections();

    /** One try. */
    interface Attempt<T> {
        T make() throws IOException, InterruptedException;
    }

    /**
     * Tries until somebody takes it, until nothing is left of the time, or until the silence is no election any more.
     *
     * @param stream as of {@link Elections#isWaitedFor}
     * @return what came of the last try
     */
    <T> T with(String stream, Duration left, Attempt<T> attempt, Predicate<T> isUntaken)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + left.toNanos();
        T result = attempt.make();
        for (int tries = 1; isUntaken.test(result); tries++) {
            Duration pause = Elections.pause(tries);
            if (System.nanoTime() + pause.toNanos() - end > 0 || !isWorthWhile(stream)) {
                return result;
            }
            Thread.sleep(pause);
            result = attempt.make();
        }
        return result;
    }

    /** To be told of each try that nobody took: whether to try again. */
    boolean isWorthWhile(String stream) {
        return elections.isWaitedFor(stream, System.nanoTime());
    }
}
