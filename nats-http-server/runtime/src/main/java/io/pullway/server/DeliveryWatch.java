package io.pullway.server;

import io.pullway.wire.Figures;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ResponseEnvelope.Outcome;

/** What one delivery tells to those who watch. Used where its {@link Delivery} is. */
final class DeliveryWatch {
    private final QueueTelemetry telemetry;
    private long startedNanos;
    private String told = QueueTelemetry.NOT_NEEDED;

    DeliveryWatch(QueueTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** The application is given the request, which was stored for so long. */
    void started(Delivery delivery, long waitedNanos) {
        telemetry.started(delivery, waitedNanos);
        startedNanos = System.nanoTime();
    }

    /** The application has answered, or never will. */
    void worked() {
        telemetry.worked(System.nanoTime() - startedNanos);
    }

    /** Whoever waits is told the answer of the application. */
    void tells(int status) {
        told = Figures.answered(status);
    }

    /** Whoever waits is told what this server decided. */
    void tells(Outcome outcome) {
        told = outcome.token();
    }

    /**
     * Its record has its last word.
     *
     * @param written by this delivery; null if that is somebody else's word, or its own of before
     */
    void settled(HttpResponseMessage written) {
        if (written == null) {
            return;
        }
        Outcome decided = written.envelope().outcome();
        if (decided == null) {
            tells(written.status());
        } else {
            tells(decided);
        }
    }

    /** Nobody is told anything. @param reason a constant of {@link QueueTelemetry} */
    void tellsNobody(String reason) {
        told = reason;
    }

    /** It has ended, once. @param settled whether its message is out of the queue */
    void ended(boolean settled) {
        telemetry.ended(settled ? told : QueueTelemetry.GIVEN_BACK);
    }
}
