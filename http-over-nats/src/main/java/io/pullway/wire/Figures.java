package io.pullway.wire;

import java.time.Duration;
import java.util.stream.LongStream;

/** What the figures of proxies and servers have in common, so that one can be set beside the other. */
public final class Figures {
    /** From an idle instance, which is reached within the first, to the longest budget of a direct request. */
    private static final long[] BUCKETS_MICROS = {
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000
    };

    private Figures() {}

    /** Upper bounds of the buckets in which times are counted. */
    public static Duration[] buckets() {
        return LongStream.of(BUCKETS_MICROS)
                .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
                .toArray(Duration[]::new);
    }

    /** An answer of the application as a label, beside the tokens of {@link ResponseEnvelope.Outcome}: its class. */
    public static String answered(int status) {
        return switch (status / 100) {
            case 2 -> "answered-2xx";
            case 3 -> "answered-3xx";
            case 4 -> "answered-4xx";
            default -> "answered-5xx";
        };
    }
}
