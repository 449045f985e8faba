package io.pullway.wire;

import io.nats.client.impl.Headers;

/** The NATS headers of a request message: only what NATS itself acts on. */
public final class NatsHeaders {
    /** Of a request that an operator sends again: the id of the first one. For people, nobody acts on it. */
    public static final String REDRIVE_OF = "Pullway-Redrive-Of";

    static final String MESSAGE_ID = "Nats-Msg-Id";
    private static final String TTL = "Nats-TTL";

    private NatsHeaders() {}

    /**
     * For a plain request: published again under the same id within the duplicate window of the stream,
     * it is stored once.
     *
     * @param ttlSeconds see {@link #ttlSeconds}
     */
    public static Headers ofRequest(RequestId id, long ttlSeconds) {
        return new Headers().add(MESSAGE_ID, id.text()).add(TTL, Long.toString(ttlSeconds));
    }

    /**
     * How long a message may stay stored: budget + deliveries x ack wait + 60 s. A net for forgotten
     * messages only; it must not fire before the last redelivery and its burial.
     */
    public static long ttlSeconds(long budgetMillis, int deliveries, long ackWaitMillis) {
        return (budgetMillis + deliveries * ackWaitMillis + 999) / 1_000 + 60;
    }
}
