package io.pullway.server;

import io.pullway.wire.CoreMessage;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.DeliveryInfo;
import io.pullway.wire.RequestId;
import java.util.function.BooleanSupplier;

/**
 * What is owed to a delivery whose message is buried.
 *
 * @param teller tells whoever waits for its answer, false if that was not possible; may block
 */
record Burial(Delivery delivery, BooleanSupplier teller) implements DeadLetters.Mourner {
    /** @param id null for what has none */
    void begin(RequestId id, String reason, CoreMessage message) {
        DeliveryInfo info = delivery.info();
        DeadLetter.Origin origin = new DeadLetter.Origin(
                message.subject(), DeliveryInfo.streamOf(message.replyTo()), info.streamSequence(), info.deliveries());
        RequestId known = id != null ? id : DeadLetter.idOf(origin);
        DeadLetter letter = new DeadLetter(known, reason, origin, message.data());
        delivery.rules().shared().deadLetters().bury(letter, this);
    }

    @Override
    public boolean tell() {
        return teller.getAsBoolean();
    }

    @Override
    public void end(DeadLetters.End how) {
        switch (how) {
            case REMOVED -> delivery.acknowledgement().remove();
            case POSTPONED -> delivery.acknowledgement().postpone(DeadLetters.PAUSE);
            case LEFT -> delivery.acknowledgement().leave();
        }
    }
}
