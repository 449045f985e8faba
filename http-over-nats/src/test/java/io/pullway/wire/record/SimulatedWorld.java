package io.pullway.wire.record;

import io.pullway.wire.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JetStream in memory, as far as records need it: compare-and-set, TTL, redelivery, duplicate window. */
final class SimulatedWorld implements World {
    private static final long ACK_WAIT_MILLIS = 10_000;
    private static final long DUPLICATE_WINDOW_MILLIS = 120_000;

    private static final class Stored {
        private final long claim;
        private final long deadlineMillis;
        private final long forgottenAt;
        private long deliverableAt;
        private long deliveries;

        Stored(long claim, long deadlineMillis, long forgottenAt, long now) {
            this.claim = claim;
            this.deadlineMillis = deadlineMillis;
            this.forgottenAt = forgottenAt;
            this.deliverableAt = now;
        }
    }

    private final RequestId id = RequestId.next();
    private final RecordTimes times;
    private final List<Stored> queue = new ArrayList<>();
    private final Map<Long, Long> publishedAt = new HashMap<>();
    private AnswerRecord last;
    private long lastExpiresAt;
    // Other requests of the stream have used up some numbers.
    private long sequence = 40;
    private long now = 1_000_000;

    SimulatedWorld(RecordTimes times) {
        this.times = times;
    }

    @Override
    public RequestId id() {
        return id;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void advance(long millis) {
        now += millis;
        if (last != null && now >= lastExpiresAt) {
            last = null;
        }
        queue.removeIf(message -> now >= message.forgottenAt);
    }

    @Override
    public AnswerRecord read() {
        return last;
    }

    @Override
    public WriteResult write(RecordWrite write) {
        if (write.expectedSequence() != (last == null ? 0 : last.sequence())) {
            return new WriteResult.Conflict();
        }
        sequence += 1 + sequence % 3;
        last = new AnswerRecord(write.record(), sequence, now);
        lastExpiresAt = now + write.ttlSeconds() * 1_000;
        return new WriteResult.Written(sequence);
    }

    @Override
    public Published publish(long claim, long deadlineMillis) {
        Long before = publishedAt.get(claim);
        if (before == null || now - before >= DUPLICATE_WINDOW_MILLIS) {
            publishedAt.put(claim, now);
            long budget = Math.max(1, deadlineMillis - now);
            queue.add(new Stored(claim, now + budget, now + budget + times.messageMillis(), now));
        }
        return Published.STORED;
    }

    @Override
    public Delivered pull() {
        for (Stored message : queue) {
            if (message.deliverableAt <= now) {
                message.deliverableAt = now + ACK_WAIT_MILLIS;
                message.deliveries++;
                return new Delivered(message.claim, message.deadlineMillis, message.deliveries, message);
            }
        }
        return null;
    }

    @Override
    public void ack(Delivered delivered) {
        queue.remove((Stored) delivered.handle());
    }
}
