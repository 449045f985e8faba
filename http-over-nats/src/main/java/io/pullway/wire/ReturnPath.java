package io.pullway.wire;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What comes back to whoever publishes requests, a proxy or a service that calls another: PubAcks, and answers. Two
 * wildcard subscriptions serve all requests; what arrives is matched by the request id at the end of its subject. Whatever
 * is neither a PubAck nor a well-formed answer is dropped: others may be able to publish there.
 *
 * <p>Threads: safe for all; the listener is called on the event loop of the connection, and must not block.
 */
public final class ReturnPath {
    private static final Logger LOG = System.getLogger(ReturnPath.class.getName());

    private final CoreConnection connection;
    private final String ackInbox;
    private final Listener listener;

    /** What is heard. The ids may be of no request, or of one that nobody waits for any more. */
    public interface Listener {
        /** @param pubAck as JetStream wrote it */
        void stored(String id, byte[] pubAck);

        /** @param code JetStream's own error code, 1 if it gives none */
        void notStored(String id, int code);

        /** No stream takes the subject at the moment. */
        void notHeard(String id);

        /** With a final status code: 200 or higher. */
        void answered(HttpResponseMessage answer);
    }

    private ReturnPath(CoreConnection connection, String ackInbox, Listener listener) {
        this.connection = connection;
        this.ackInbox = ackInbox;
        this.listener = listener;
    }

    /**
     * Listens from now on, also over reconnects.
     *
     * @param replies the subjects of answers, see {@link Subjects#replies}
     */
    public static ReturnPath open(CoreConnection connection, String replies, Listener listener) {
        String inbox = connection.newInbox();
        ReturnPath path = new ReturnPath(connection, inbox + ".", listener);
        connection.subscribe(inbox + ".*", path::acknowledged);
        connection.subscribe(replies, path::replied);
        return path;
    }

    /**
     * Publishes a request, whose PubAck comes back here.
     *
     * @param messageId by which JetStream knows it again, while its duplicate window lasts
     * @param ttlSeconds after which JetStream forgets it, see {@link NatsHeaders#ttlSeconds}
     * @throws IllegalStateException if there is no connection, or too much waits to be written: nothing was taken
     * @throws IllegalArgumentException if it is larger than the NATS server takes: nothing was taken
     */
    public void publish(String subject, RequestId id, String messageId, long ttlSeconds, byte[] payload) {
        connection.publish(subject, ackInbox + id.text(), NatsHeaders.ofRequest(messageId, ttlSeconds), payload);
    }

    private void acknowledged(CoreMessage message) {
        String id = Subjects.lastToken(message.subject());
        if (message.status() != 0) {
            listener.notHeard(id);
            return;
        }
        int error = PubAcks.error(message.data());
        if (error == 0) {
            listener.stored(id, message.data());
        } else if (error != PubAcks.NO_PUB_ACK) {
            listener.notStored(id, error);
        }
    }

    private void replied(CoreMessage message) {
        try {
            HttpResponseMessage answer = HttpResponseMessage.decode(message.data());
            if (answer.status() >= 200
                    && answer.envelope().requestId().text().equals(Subjects.lastToken(message.subject()))) {
                listener.answered(answer);
            }
        } catch (MalformedMessageException e) {
            LOG.log(
                    Level.WARNING,
                    "event=answer-ignored subject={0} reason=\"{1}\"",
                    message.subject(),
                    e.getMessage());
        }
    }
}
