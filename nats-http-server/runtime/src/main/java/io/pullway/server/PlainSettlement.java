package io.pullway.server;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpMethods;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.Subjects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Settles plain requests: decided by how often they were delivered, answered on the reply subject that they
 * name. Holds nothing; one for all.
 */
final class PlainSettlement implements Settlement {
    private static final Logger LOG = Logger.getLogger(PlainSettlement.class);

    /** While disconnected, an answer is tried again after so long. */
    private static final long PAUSE_MILLIS = 250;

    /** After a reconnect, others need so long to be back as well. */
    private static final long SETTLING_MILLIS = 1_000;

    @Override
    public String fault(RequestEnvelope envelope, String resource) {
        String replyTo = envelope.replyTo();
        return replyTo == null || !Subjects.isReplyFor(replyTo, resource, envelope.requestId())
                ? "the reply subject is not one for this request"
                : null;
    }

    @Override
    public void begin(Delivery delivery) {
        boolean repeatable = delivery.isRepeatable();
        boolean again = delivery.info().deliveries() > 1
                || delivery.request().envelope().attempt() > 1
                || !repeatable
                        && !delivery.rules()
                                .shared()
                                .memory()
                                .started()
                                .add(delivery.request().envelope().requestId());
        if (again && !repeatable) {
            giveUp(delivery, Outcome.OUTCOME_UNKNOWN, 502);
        } else if (delivery.hasUsedUpDeliveries()) {
            giveUp(delivery, Outcome.GAVE_UP, 500);
        } else if (delivery.isCancelled()) {
            // Nobody waits for an answer, and nothing was done.
            delivery.acknowledgement().done();
        } else if (delivery.isTooLate()) {
            refuse(delivery, again ? Outcome.OUTCOME_UNKNOWN : Outcome.NOT_STARTED, 504);
        } else {
            delivery.run();
        }
    }

    @Override
    public void answered(Delivery delivery, int status, FieldLines fields, Body body) {
        delivery.afterThisTurn(
                () -> answer(delivery, () -> delivery.rules().replies().answer(delivery, status, fields, body)));
    }

    @Override
    public void failed(Delivery delivery, Outcome outcome, int status) {
        answer(delivery, () -> tell(delivery, outcome, status));
    }

    /**
     * Publishes the answer, then acknowledges. While that is not possible it is tried again until the budget is
     * over; the request stays in hand.
     *
     * @param publish false if certainly nothing was written
     */
    private static void answer(Delivery delivery, BooleanSupplier publish) {
        if (publish.getAsBoolean()) {
            delivery.acknowledgement().done();
        } else {
            answerLater(delivery, publish);
        }
    }

    private static void answerLater(Delivery delivery, BooleanSupplier publish) {
        if (!delivery.hasBudget()) {
            delivery.acknowledgement().leave();
        } else if (!publish.getAsBoolean()) {
            delivery.loop().schedule(() -> answerLater(delivery, publish), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } else if (HttpMethods.isIdempotent(delivery.request().method())) {
            // A proxy that has missed it sends the request anew by itself (ADR 0011).
            delivery.acknowledgement().done();
        } else {
            // Whoever waits may come back later than this connection: once more, then it is done.
            delivery.loop().schedule(() -> answer(delivery, publish), SETTLING_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static void refuse(Delivery delivery, Outcome outcome, int status) {
        LOG.infof(
                "event=request-refused request=%s outcome=%s deliveries=%d",
                delivery.request().envelope().requestId(),
                outcome.token(),
                delivery.info().deliveries());
        answer(delivery, () -> tell(delivery, outcome, status));
    }

    /** Nobody is to run it any more: its caller is told so, and a copy is kept for people to look at. */
    private static void giveUp(Delivery delivery, Outcome outcome, int status) {
        delivery.bury(
                delivery.request().envelope().requestId(), outcome.token(), () -> tell(delivery, outcome, status));
    }

    private static boolean tell(Delivery delivery, Outcome outcome, int status) {
        return delivery.rules().replies().outcome(delivery, outcome, status);
    }
}
