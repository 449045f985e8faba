package io.pullway.server;

import io.pullway.wire.DecayingAverage;
import io.pullway.wire.HttpMethods;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.ServerClock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What all deliveries of an instance have in common.
 *
 * @param replies publishes answers and acknowledgements
 * @param clock of the NATS server
 * @param deadLetters buries
 * @param startedHere unsafe requests that this instance started
 * @param queueWait how many milliseconds requests waited that were started lately
 * @param limits of deliveries
 * @param onEnd told once of each delivery that has ended
 */
record DeliveryRules(
        ReplyPublisher replies,
        DeadLetters deadLetters,
        ServerClock clock,
        StartedRequests startedHere,
        DecayingAverage queueWait,
        Limits limits,
        Consumer<Delivery> onEnd) {
    /** With less than this left, plus the clock's error bound, nothing is started. */
    private static final long LEAST_TO_START_NANOS = 50_000_000;

    /**
     * @param maxDeliveries how many are run
     * @param ackWait of the consumer
     * @param onceOnly methods that may be run again although they are unsafe
     */
    record Limits(int maxDeliveries, Duration ackWait, OnceOnlyMethods onceOnly) {}

    /** Whether the request may be run again (RFC 9110 section 9.2.2, and {@code @OnceOnly}). */
    boolean mayRunAgain(HttpRequestMessage request) {
        return HttpMethods.isIdempotent(request.method())
                || limits.onceOnly.contains(request.method(), request.target());
    }

    boolean isTooLate(long storedNanos, long budgetMillis) {
        long left = storedNanos + budgetMillis * 1_000_000 - clock.nowNanos();
        return left < LEAST_TO_START_NANOS + clock.errorNanos();
    }

    private long sinceMillis(long storedNanos) {
        return Math.max(0, (clock.nowNanos() - storedNanos) / 1_000_000);
    }

    /** A request is started. @return for how many milliseconds it was stored */
    long started(long storedNanos) {
        long waited = sinceMillis(storedNanos);
        queueWait.add(waited, System.nanoTime());
        return waited;
    }

    int maxDeliveries() {
        return limits.maxDeliveries;
    }

    long heartbeatNanos() {
        return limits.ackWait.toNanos() / 3;
    }

    /** After standing still for so long, what was received and not started may be with somebody else. */
    long gapNanos() {
        return limits.ackWait.toNanos() / 2;
    }

    void ended(Delivery delivery) {
        onEnd.accept(delivery);
    }
}
