package io.pullway.wire.record;

import io.pullway.wire.RequestId;

/** What proxies and servers of the model share: one request's record, its stream of messages and a clock. */
interface World {
    /** One delivery of a message. */
    record Delivered(long claim, long deadlineMillis, long deliveries, Object handle) {}

    /** What a proxy hears of its publication. */
    enum Published {
        STORED,
        REFUSED,
        UNKNOWN
    }

    RequestId id();

    long now();

    /** Lets time pass. */
    void advance(long millis);

    AnswerRecord read();

    WriteResult write(RecordWrite write);

    /** @param deadlineMillis until when the message may be started */
    Published publish(long claim, long deadlineMillis);

    /** The next message that waits for a server or was not acknowledged in time, or null. */
    Delivered pull();

    void ack(Delivered delivered);
}
