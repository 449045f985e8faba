package io.pullway.server;

import io.pullway.wire.HttpMethods;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.ServerClock;
import io.pullway.wire.record.RecordRules;
import io.pullway.wire.record.RecordStore;
import io.pullway.wire.record.RecordTimes;
import java.time.Duration;

/**
 * What all deliveries of a consumer have in common.
 *
 * @param shared with those of the other consumer
 * @param limits of deliveries
 * @param telemetry of the consumer
 * @param onEnd told once of each delivery that has ended
 * @param plain how plain requests are settled
 * @param keeper of the records of claimed ones
 */
record DeliveryRules(
        Shared shared,
        Limits limits,
        QueueTelemetry telemetry,
        EndListener onEnd,
        PlainSettlement plain,
        RecordKeeper keeper) {
    /** With less than this left, plus the clock's error bound, nothing is started. */
    private static final long LEAST_TO_START_NANOS = 50_000_000;

    /** Hears of the end of deliveries. */
    interface EndListener {
        void ended(Delivery delivery);
    }

    /**
     * What an instance has once.
     *
     * @param replies publishes answers and acknowledgements
     * @param deadLetters buries
     * @param clock of the NATS server
     * @param memory of plain requests
     * @param records of claimed requests
     */
    record Shared(
            ReplyPublisher replies,
            DeadLetters deadLetters,
            ServerClock clock,
            PlainMemory memory,
            RecordStore records) {}

    /**
     * @param maxDeliveries how many are run
     * @param ackWait of the consumer
     * @param onceOnly methods that may be run again although they are unsafe
     */
    record Limits(int maxDeliveries, Duration ackWait, OnceOnlyMethods onceOnly) {
        /** After standing still for so long, what was received and not started may be with somebody else. */
        long gapNanos() {
            return ackWait.toNanos() / 2;
        }
    }

    static DeliveryRules of(Shared shared, Limits limits, QueueTelemetry telemetry, EndListener onEnd) {
        RecordRules records = new RecordRules(RecordTimes.of(limits.maxDeliveries, limits.ackWait.toMillis()));
        return new DeliveryRules(
                shared, limits, telemetry, onEnd, new PlainSettlement(), new RecordKeeper(shared.records, records));
    }

    ReplyPublisher replies() {
        return shared.replies;
    }

    /**
     * How a request of this kind is decided and answered. The subject, which NATS checked permissions on, has to
     * be the one that the request itself makes.
     *
     * @throws MalformedMessageException if it is not, or the request not one of its kind
     */
    Settlement settlementOf(String subject, HttpRequestMessage request) throws MalformedMessageException {
        RequestKind kind = RequestKind.ofSubject(subject);
        RequestSubject expected = kind == null ? null : RequestSubject.of(kind, request.method(), request.target());
        if (!(expected instanceof RequestSubject.Mapped mapped)
                || !mapped.subject().equals(subject)) {
            throw new MalformedMessageException("the subject is not that of the method and target");
        }
        Settlement settlement = kind == RequestKind.HTTP ? plain : new ClaimedSettlement();
        String fault = settlement.fault(request.envelope(), mapped.resource());
        if (fault != null) {
            throw new MalformedMessageException(fault);
        }
        return settlement;
    }

    /** Whether running a request twice does no harm (RFC 9110 section 9.2.2, and {@code @OnceOnly}). */
    boolean isRepeatable(HttpRequestMessage request) {
        return HttpMethods.isIdempotent(request.method())
                || limits.onceOnly.contains(request.method(), request.target());
    }

    boolean isTooLate(long storedNanos, long budgetMillis) {
        return leftNanos(storedNanos, budgetMillis) < LEAST_TO_START_NANOS + shared.clock.errorNanos();
    }

    /** How much of its budget a request has left; negative when it is over. */
    long leftNanos(long storedNanos, long budgetMillis) {
        return storedNanos + budgetMillis * 1_000_000 - shared.clock.nowNanos();
    }

    /** For how long a request has been stored until now. */
    long waitedNanos(long storedNanos) {
        return Math.max(0, shared.clock.nowNanos() - storedNanos);
    }

    int maxDeliveries() {
        return limits.maxDeliveries;
    }

    long heartbeatNanos() {
        return limits.ackWait.toNanos() / 3;
    }

    long gapNanos() {
        return limits.gapNanos();
    }

    void ended(Delivery delivery) {
        onEnd.ended(delivery);
    }
}
