package io.pullway.wire.record;

import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RecordMessage;

/**
 * A record that is stored: the last message on {@code answer.<resource>.<id>}.
 *
 * @param message what it says
 * @param sequence in its stream; the next record is written only if this one is still the last
 * @param storedMillis when it was stored, milliseconds since 1970 on the NATS server's clock
 */
public record AnswerRecord(RecordMessage message, long sequence, long storedMillis) {

    public State state() {
        return message.record().state();
    }

    /** What was claimed. */
    public RecordEnvelope.Request request() {
        return message.record().request();
    }

    /** Sequence of the claim that this record is, or follows from. */
    public long claim() {
        return state() == State.CLAIM ? sequence : message.record().claim();
    }

    /** Until when the request may be started, milliseconds since 1970 on the NATS server's clock. */
    public long deadlineMillis() {
        return request().deadlineMillis();
    }

    /** The answer; of status 102 while there is none. */
    public HttpResponseMessage response() {
        return message.response();
    }
}
