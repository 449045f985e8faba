package io.pullway.server;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.ResponseEnvelope.Outcome;

/**
 * How the requests of one kind are decided and answered: a plain one on its reply subject, a claimed one in
 * its record. Every method leads, now or later, to exactly one end of the delivery.
 */
sealed interface Settlement permits PlainSettlement, ClaimedSettlement {
    /** What is wrong with a request of this kind, or null. */
    String fault(RequestEnvelope envelope, String resource);

    /** Runs the request, or says why not. On the event loop of the delivery. */
    void begin(Delivery delivery);

    /** The application answered. On the event loop of the delivery. */
    void answered(Delivery delivery, int status, FieldLines fields, Body body);

    /** The application ran, and this server answers in its place. On the event loop of the delivery. */
    void failed(Delivery delivery, Outcome outcome, int status);
}
