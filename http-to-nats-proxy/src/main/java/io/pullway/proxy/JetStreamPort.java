package io.pullway.proxy;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.NatsLink;
import io.pullway.wire.NatsSettings;
import io.pullway.wire.PresenceReport;
import io.pullway.wire.PubAcks;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.Subjects;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The proxy's side of NATS: publishes requests, hears PubAcks and answers, asks what became of a stored
 * message.
 *
 * <p>Two wildcard subscriptions on one dispatcher serve all requests, a third hears who is there; what arrives is matched by the
 * request id at the end of its subject. Whatever is not a well-formed answer to a request that waits
 * is dropped: others may be able to publish there.
 */
final class JetStreamPort implements NatsLink.Listener, AutoCloseable {
    /** What is heard, on the dispatcher's thread of jnats. */
    interface Listener {
        void stored(String id, byte[] pubAck);

        /** @param code JetStream's own error code, 1 if it gives none */
        void notStored(String id, int code);

        /** No stream takes the subject at the moment. */
        void notHeard(String id);

        void answered(HttpResponseMessage answer);
    }

    private static final Logger LOG = Logger.getLogger(JetStreamPort.class);
    private static final int DEFAULT_MAX_PAYLOAD = 1 << 20;

    private final String instance;
    private final Presence presence;
    private final Listener listener;
    private final NatsLink link;
    private final RecordPort records = new RecordPort();
    private volatile String ackInbox;
    private final AtomicLong epoch = new AtomicLong();
    private volatile boolean subscribed;
    private volatile long reconnectedNanos = System.nanoTime();

    /**
     * @param instance a subject token that no other proxy has: answers come back under it
     * @param presence is told what instances of services say of themselves
     */
    JetStreamPort(NatsSettings settings, String instance, Presence presence, Listener listener) {
        this.instance = instance;
        this.presence = presence;
        this.listener = listener;
        this.link = NatsLink.open(settings, "proxy/" + instance, this);
    }

    /** What JetStream knows of streams and messages, on the same connection. */
    StreamQueries queries() {
        return new StreamQueries(link::connection);
    }

    /** For claimed requests, on the same connection. */
    RecordPort records() {
        return records;
    }

    String instance() {
        return instance;
    }

    boolean isConnected() {
        return subscribed && link.isConnected();
    }

    /** Whether the connection has stood for so long, in nanoseconds, since it was made anew. */
    boolean isConnectedFor(long nanos) {
        return isConnected() && System.nanoTime() - reconnectedNanos > nanos;
    }

    /** Counts connections: what was written to one with another number may never have arrived. */
    long epoch() {
        return epoch.get();
    }

    /** The largest message that the NATS server takes, in bytes. */
    int maxPayload() {
        Connection connection = link.connection();
        long told = connection == null || connection.getServerInfo() == null ? 0 : connection.getMaxPayload();
        return told > 0 ? (int) told : DEFAULT_MAX_PAYLOAD;
    }

    String replyTo(String resource, RequestId id) {
        return Subjects.reply(Subjects.PROXY, instance, resource, id);
    }

    /**
     * Writes the message to the connection; what became of it is heard by the listener.
     *
     * @return false if certainly nothing was written
     */
    boolean publish(PendingRequest request) {
        if (!isConnected()) {
            return false;
        }
        long writtenTo = epoch.get();
        long ttl = NatsHeaders.ttlSeconds(
                request.budget().toMillis(), Deliveries.of(RequestKind.HTTP), Deliveries.ACK_WAIT_MILLIS);
        Message message = NatsMessage.builder()
                .subject(request.subject())
                .replyTo(ackInbox + request.id().text())
                .headers(NatsHeaders.ofRequest(request.messageId(), ttl))
                .data(request.payload())
                .build();
        request.published(writtenTo);
        try {
            link.connection().publish(message);
            return true;
        } catch (IllegalStateException e) {
            // Disconnected in this moment, or the outgoing queue is full: the message was not taken.
            LOG.debugf("event=not-published request=%s reason=\"%s\"", request.id(), e.getMessage());
            return false;
        }
    }

    /** Says to the other proxies that this one is there, or that it ends; best effort. */
    void announce(boolean draining) {
        if (isConnected()) {
            PresenceReport report = new PresenceReport(Subjects.PROXY, instance, 0, 0, 0, List.of(), draining, null);
            try {
                link.connection().publish(Subjects.presence(Subjects.PLATFORM_RESOURCE, instance), report.encode());
            } catch (IllegalStateException e) {
                LOG.debugf("event=presence-not-sent reason=\"%s\"", e.getMessage());
            }
        }
    }

    /** Says that nobody waits for the answer any more; best effort. */
    void cancel(String resource, RequestId id) {
        if (isConnected()) {
            try {
                link.connection().publish(Subjects.cancel(resource, id), null);
            } catch (IllegalStateException e) {
                LOG.debugf("event=not-cancelled request=%s reason=\"%s\"", id, e.getMessage());
            }
        }
    }

    @Override
    public void connected(Connection connection) {
        String inbox = connection.createInbox();
        ackInbox = inbox + ".";
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe(inbox + ".*", this::acknowledged);
        dispatcher.subscribe(Subjects.replies(Subjects.PROXY, instance), this::replied);
        dispatcher.subscribe(
                Subjects.allPresence(),
                report -> presence.heard(report.getSubject(), report.getData(), System.nanoTime()));
        presence.connected(System.nanoTime());
        records.connected(connection);
        subscribed = true;
    }

    @Override
    public void reconnected() {
        reconnectedNanos = System.nanoTime();
        epoch.incrementAndGet();
        presence.connected(System.nanoTime());
        records.reconnected();
    }

    @Override
    public void disconnected() {
        epoch.incrementAndGet();
        presence.disconnected();
        records.disconnected();
    }

    @Override
    public void close() {
        link.close();
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
            LOG.warnf("event=answer-ignored subject=%s reason=\"%s\"", message.getSubject(), e.getMessage());
        }
    }
}
