package io.pullway.server;

import java.util.function.BooleanSupplier;

/**
 * What is owed to a delivery whose message is buried.
 *
 * @param teller tells whoever waits for its answer, false if that was not possible; may block
 */
record Burial(Delivery delivery, BooleanSupplier teller) implements DeadLetters.Mourner {
    @Override
    public boolean tell() {
        return teller.getAsBoolean();
    }

    @Override
    public void end(DeadLetters.End how) {
        delivery.buried(how);
    }
}
