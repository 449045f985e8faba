package io.pullway.wire;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Since when nobody takes what is published for a stream: it has no leader while one is elected, or the connection to NATS
 * is lost. Who certainly stored nothing tries again while that is young; an old silence is an outage, of which everybody is
 * told at once. Safe for all threads.
 */
public final class Elections {
    /**
     * How long a silence is waited for, from its beginning. A follower of nats-server stands for election 4 to 9 s after it
     * heard its leader last; the rest is for the votes, and leaves half of the default budget for the work.
     */
    public static final Duration LIMIT = Duration.ofSeconds(15);

    /** Longer than the pauses of those who try, and than a question to JetStream without an answer: another silence. */
    private static final Duration HEARD_MEANWHILE = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** Clients name resources: whoever makes names up must not fill the memory. */
    private static final int MOST_SILENCES = 10_000;

    private final ConcurrentMap<String, Silence> silences = new ConcurrentHashMap<>();

    private record Silence(long sinceNanos, long lastNanos) {}

    /** After so many tries that nobody took: how long until the next. It grows, from 250 ms to a second. */
    public static Duration pause(int tries) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.clamp(tries - 1L, 0, 2));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /**
     * To be told of each try that nobody took.
     *
     * @param stream anything that names one: a resource, or its subjects
     * @param nowNanos by {@link System#nanoTime}
     * @return whether it is worth while to try again
     */
    public boolean isWaitedFor(String stream, long nowNanos) {
        if (silences.size() > MOST_SILENCES) {
            silences.clear();
        }
        Silence silence = silences.compute(
                stream,
                (name, last) -> new Silence(
                        last == null || nowNanos - last.lastNanos > HEARD_MEANWHILE.toNanos()
                                ? nowNanos
                                : last.sinceNanos,
                        nowNanos));
        return nowNanos - silence.sinceNanos < LIMIT.toNanos();
    }
}
