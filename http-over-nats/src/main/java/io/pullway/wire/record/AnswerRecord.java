package io.pullway.wire.record;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RecordMessage;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.ResponseEnvelope;

/**
 * A record that is stored: the last message on {@code answer.<resource>.<id>}.
 *
 * @param message what it says
 * @param sequence in its stream; the next record is written only if this one is still the last
 * @param storedMillis when it was stored, milliseconds since 1970 on the NATS server's clock
 */
public record AnswerRecord(RecordMessage message, long sequence, long storedMillis) {

    /**
     * The claim that a request message names and tells of. Whether it still stands shows the compare-and-set
     * that follows; {@code storedMillis} is not known.
     *
     * @return null where the message does not tell of it
     */
    public static AnswerRecord claimOf(RequestEnvelope request) {
        if (request.claimed() == null) {
            return null;
        }
        RecordEnvelope claim = new RecordEnvelope(State.CLAIM, request.claimed(), 0, null, false);
        ResponseEnvelope nobody = new ResponseEnvelope(request.requestId(), "", -1, null);
        return new AnswerRecord(
                new RecordMessage(
                        claim,
                        new HttpResponseMessage(nobody, RecordMessage.PENDING_STATUS, new FieldLines(), Body.EMPTY)),
                request.claim(),
                0);
    }

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
