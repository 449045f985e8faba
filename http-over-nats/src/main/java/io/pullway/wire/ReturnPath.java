package io.pullway.wire;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * What comes back to whoever publishes requests, a proxy or a service that calls another: PubAcks, and answers. Two
 * wildcard subscriptions serve all requests; what arrives is matched by the request id at the end of its subject. Whatever
 * is neither a PubAck nor a well-formed answer is dropped: others may be able to publish there.
 *
 * <p>Threads: safe for all; the listener is called on the dispatcher's thread of jnats.
 */
public final class ReturnPath {
    private static final Logger LOG = System.getLogger(ReturnPath.class.getName());

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

    private ReturnPath(String ackInbox, Listener listener) {
        this.ackInbox = ackInbox;
        this.listener = listener;
    }

    /**
     * Listens from now on, also over reconnects.
     *
     * @param replies the subjects of answers, see {@link Subjects#replies}
     */
    public static ReturnPath open(Connection connection, Dispatcher dispatcher, String replies, Listener listener) {
        String inbox = connection.createInbox();
        ReturnPath path = new ReturnPath(inbox + ".", listener);
        dispatcher.subscribe(inbox + ".*", path::acknowledged);
        dispatcher.subscribe(replies, path::replied);
        return path;
    }

    /**
     * A request to publish, whose PubAck comes back here.
     *
     * @param messageId by which JetStream knows it again, while its duplicate window lasts
     * @param ttlSeconds after which JetStream forgets it, see {@link NatsHeaders#ttlSeconds}
     */
    public Message request(String subject, RequestId id, String messageId, long ttlSeconds, byte[] payload) {
        return NatsMessage.builder()
                .subject(subject)
                .replyTo(ackInbox + id.text())
                .headers(NatsHeaders.ofRequest(messageId, ttlSeconds))
                .data(payload)
                .build();
    }

    private void acknowledged(Message message) {
        String id = Subjects.lastToken(message.getSubject());
        if (message.isStatusMessage()) {
            listener.notHeard(id);
            return;
        }
        int error = PubAcks.error(message.getData());
        if (error == 0) {
            listener.stored(id, message.getData());
        } else if (error != PubAcks.NO_PUB_ACK) {
            listener.notStored(id, error);
        }
    }

    private void replied(Message message) {
        try {
            HttpResponseMessage answer = HttpResponseMessage.decode(message.getData());
            if (answer.status() >= 200
                    && answer.envelope().requestId().text().equals(Subjects.lastToken(message.getSubject()))) {
                listener.answered(answer);
            }
        } catch (MalformedMessageException e) {
            LOG.log(
                    Level.WARNING,
                    "event=answer-ignored subject={0} reason=\"{1}\"",
                    message.getSubject(),
                    e.getMessage());
        }
    }
}
