package io.pullway.server;

import io.pullway.wire.Body;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestId;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.ResponseEnvelope.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Publishes answers and then acknowledges, in this order on one connection: a request is removed from the
 * queue only after its answer is on its way. Safe for all threads.
 */
final class ReplyPublisher {
    private static final Logger LOG = Logger.getLogger(ReplyPublisher.class);

    private static final byte[] ACK = ascii("+ACK");
    private static final byte[] IN_PROGRESS = ascii("+WPI");
    private static final byte[] NAK = ascii("-NAK");
    private static final byte[] TERM = ascii("+TERM");

    /** RFC 9110 section 15.2: 1xx comes before an answer. */
    private static final int LEAST_FINAL_STATUS = 200;

    private final CoreConnection connection;
    private final String instance;

    ReplyPublisher(CoreConnection connection, String instance) {
        this.connection = connection;
        this.instance = instance;
    }

    /** Name of this instance, as it stands in the answers. */
    String instance() {
        return instance;
    }

    /** The largest message that the NATS server takes, in bytes. */
    int maxPayload() {
        return connection.maxPayload();
    }

    /**
     * Publishes what the application answered, or that its answer cannot be sent.
     *
     * @return false if nothing could be published; the request is then not acknowledged and comes again
     */
    boolean answer(Delivery delivery, int status, FieldLines fields, Body body) {
        RequestId id = delivery.request().envelope().requestId();
        ResponseEnvelope envelope = new ResponseEnvelope(id, instance, delivery.queueWaitMillis(), null);
        byte[] payload;
        try {
            if (status < LEAST_FINAL_STATUS) {
                throw new MalformedMessageException("the status " + status + " is not that of a final response");
            }
            payload = new HttpResponseMessage(envelope, status, fields, body).encode();
        } catch (MalformedMessageException e) {
            LOG.warnf("event=bad-answer request=%s reason=\"%s\"", id, e.getMessage());
            return outcome(delivery, Outcome.BAD_ANSWER, 502);
        }
        if (payload.length > maxPayload()) {
            LOG.warnf("event=answer-too-large request=%s bytes=%d limit=%d", id, payload.length, maxPayload());
            return outcome(delivery, Outcome.ANSWER_TOO_LARGE, 502);
        }
        return publish(delivery.request().envelope().replyTo(), payload, id);
    }

    /** Publishes what this server decided in place of the application. */
    boolean outcome(Delivery delivery, Outcome outcome, int status) {
        delivery.watch().tells(outcome);
        RequestId id = delivery.request().envelope().requestId();
        return decided(
                new ResponseEnvelope(id, instance, delivery.queueWaitMillis(), outcome),
                status,
                delivery.request().envelope().replyTo());
    }

    /** Tells a caller of another version of the contract that this one cannot serve it. */
    boolean unsupportedVersion(RequestId id, String replyTo) {
        return decided(new ResponseEnvelope(id, instance, -1, Outcome.UNSUPPORTED_VERSION), 500, replyTo);
    }

    /** @param subject of the delivery, as of the methods below (NATS ADR-15) */
    void ack(String subject) {
        tell(subject, ACK);
    }

    void inProgress(String subject) {
        tell(subject, IN_PROGRESS);
    }

    /** For another instance to run, at once. */
    void giveBack(String subject) {
        tell(subject, NAK);
    }

    /** Out of the queue without having been run. */
    void remove(String subject) {
        tell(subject, TERM);
    }

    /** For whichever instance takes it after {@code pause}. */
    void postpone(String subject, Duration pause) {
        tell(subject, ascii("-NAK {\"delay\":" + pause.toNanos() + "}"));
    }

    private boolean decided(ResponseEnvelope envelope, int status, String replyTo) {
        try {
            byte[] payload = new HttpResponseMessage(envelope, status, new FieldLines(), Body.EMPTY).encode();
            return publish(replyTo, payload, envelope.requestId());
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("an answer of the server itself is not valid", e);
        }
    }

    private boolean publish(String replyTo, byte[] payload, RequestId id) {
        try {
            connection.publish(replyTo, payload);
            return true;
        } catch (IllegalStateException e) {
            LOG.infof("event=answer-not-sent request=%s reason=\"%s\"", id, e.getMessage());
            return false;
        }
    }

    private void tell(String subject, byte[] acknowledgement) {
        try {
            connection.publish(subject, acknowledgement);
        } catch (IllegalStateException e) {
            // Disconnected: JetStream delivers it again, which is what not acknowledging means.
            LOG.debugf("event=ack-not-sent subject=%s reason=\"%s\"", subject, e.getMessage());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
