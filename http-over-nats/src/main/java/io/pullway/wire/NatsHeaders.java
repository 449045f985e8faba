package io.pullway.wire;

import io.nats.client.impl.Headers;
import io.nats.client.support.IncomingHeadersProcessor;
import java.nio.charset.StandardCharsets;

/** The NATS headers of a request message: only what NATS itself acts on. */
public final class NatsHeaders {
    /** Of a request that an operator sends again: the id of the first one. For people, nobody acts on it. */
    public static final String REDRIVE_OF = "Pullway-Redrive-Of";

    /** Bytes of a message that bodies leave free, for header fields: HTTP's in the payload and those of NATS. */
    public static final int ROOM = 64 << 10;

    static final String MESSAGE_ID = "Nats-Msg-Id";
    private static final String TTL = "Nats-TTL";

    private NatsHeaders() {}

    /**
     * The block of a request (NATS ADR-4). Published again under the same message id within the duplicate window of the
     * stream, it is stored once.
     *
     * @param messageId the request id; {@code <id>.<number>} for a message that is to be stored once more,
     *     and {@code <id>.<claim sequence>} for a claimed request
     * @param ttlSeconds see {@link #ttlSeconds}
     */
    public static byte[] ofRequest(String messageId, long ttlSeconds) {
        return block(MESSAGE_ID, messageId, ttlSeconds);
    }

    /**
     * The block of a record: stored only if the last message of its subject has this sequence.
     *
     * @param expectedSequence 0: there is none
     * @param ttlSeconds at least 1
     */
    public static byte[] ofRecord(long expectedSequence, long ttlSeconds) {
        return block("Nats-Expected-Last-Subject-Sequence", Long.toString(expectedSequence), ttlSeconds);
    }

    private static byte[] block(String name, String value, long ttlSeconds) {
        String block = "NATS/1.0\r\n" + name + ":" + value + "\r\n" + TTL + ":" + ttlSeconds + "\r\n\r\n";
        return block.getBytes(StandardCharsets.US_ASCII);
    }

    /** A block of this class as jnats takes it. */
    public static Headers read(byte[] block) {
        return new IncomingHeadersProcessor(block).getHeaders();
    }

    /**
     * For an event: stored only by this stream, and published again within its duplicate window stored once.
     *
     * @param id of the event
     */
    public static Headers ofEvent(String id, String stream) {
        return new Headers()
                .add(MESSAGE_ID, id)
                .add("Nats-Expected-Stream", stream)
                .add("content-type", "application/cloudevents+json");
    }

    /**
     * How long a message may stay stored: budget + deliveries x ack wait + 60 s. A net for forgotten
     * messages only; it must not fire before the last redelivery and its burial.
     */
    public static long ttlSeconds(long budgetMillis, int deliveries, long ackWaitMillis) {
        return (budgetMillis + deliveries * ackWaitMillis + 999) / 1_000 + 60;
    }

    /**
     * The request that a stored message is for.
     *
     * @param headers may be null
     * @return null where they do not name one
     */
    public static RequestId requestId(Headers headers) {
        String messageId = headers == null ? null : headers.getFirst(MESSAGE_ID);
        int end = messageId == null ? -1 : messageId.indexOf('.');
        return RequestId.parse(end < 0 ? messageId : messageId.substring(0, end));
    }

    /**
     * How long a stored message is kept, in seconds.
     *
     * @param headers may be null
     * @return -1 where they do not say it
     */
    public static long ttlSeconds(Headers headers) {
        String ttl = headers == null ? null : headers.getFirst(TTL);
        return ttl != null && ttl.matches("\\d{1,9}") ? Long.parseLong(ttl) : -1;
    }
}
