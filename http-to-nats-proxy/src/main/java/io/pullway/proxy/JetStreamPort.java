package io.pullway.proxy;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.NatsMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.NatsLink;
import io.pullway.wire.NatsSettings;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

        /** @param code JetStream's own error code, 0 if unknown */
        void notStored(String id, int code);

        /** No stream takes the subject at the moment. */
        void notHeard(String id);

        void answered(HttpResponseMessage answer);
    }

    private static final Logger LOG = Logger.getLogger(JetStreamPort.class);
    private static final Pattern ERROR_CODE = Pattern.compile("\"err_code\"\\s*:\\s*(\\d{1,6})");
    private static final byte[] ERROR = "{\"error\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STREAM = "{\"stream\"".getBytes(StandardCharsets.US_ASCII);
    private static final int DEFAULT_MAX_PAYLOAD = 1 << 20;

    /** How long the messages of a proxy may stay stored depends on these defaults of the consumers. */
    private static final int DELIVERIES = 5;

    private static final long ACK_WAIT_MILLIS = 10_000;

    private final String instance;
    private final Presence presence;
    private final Listener listener;
    private final NatsLink link;
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
        long ttl = NatsHeaders.ttlSeconds(request.budget().toMillis(), DELIVERIES, ACK_WAIT_MILLIS);
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

    /**
     * Whether any stream takes requests for this resource. Blocks.
     *
     * @throws IOException if JetStream does not answer
     */
    boolean hasStream(String resource) throws IOException {
        try {
            return !management()
                    .getStreamNames(Subjects.requests(RequestKind.HTTP, resource))
                    .isEmpty();
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
    }

    /**
     * Whether a stored message was ever handed to an instance, by the consumer of its stream, which bears the
     * stream's name. Blocks.
     *
     * @throws IOException if JetStream does not answer
     */
    long deliveredSequence(String stream) throws IOException {
        try {
            return management().getConsumerInfo(stream, stream).getDelivered().getStreamSequence();
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        }
    }

    /** Where a message is stored. */
    record StoredAt(String stream, long sequence) {}

    /** Reads a PubAck. @throws IOException if it is none */
    static StoredAt read(byte[] pubAck) throws IOException {
        try {
            PublishAck ack = new PublishAck(
                    NatsMessage.builder().subject("PubAck").data(pubAck).build());
            return new StoredAt(ack.getStream(), ack.getSeqno());
        } catch (JetStreamApiException e) {
            throw new IOException(e);
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
        subscribed = true;
    }

    @Override
    public void reconnected() {
        reconnectedNanos = System.nanoTime();
        epoch.incrementAndGet();
        presence.connected(System.nanoTime());
    }

    @Override
    public void disconnected() {
        epoch.incrementAndGet();
        presence.disconnected();
    }

    @Override
    public void close() {
        link.close();
    }

    private JetStreamManagement management() throws IOException {
        Connection connection = link.connection();
        if (connection == null) {
            throw new IOException("not connected to NATS");
        }
        try {
            return connection.jetStreamManagement();
        } catch (IllegalStateException e) {
            throw new IOException("not connected to NATS", e);
        }
    }

    private void acknowledged(Message message) {
        String id = Subjects.lastToken(message.getSubject());
        byte[] data = message.getData();
        if (message.isStatusMessage()) {
            listener.notHeard(id);
        } else if (startsWith(data, STREAM)) {
            listener.stored(id, data);
        } else if (startsWith(data, ERROR)) {
            Matcher code = ERROR_CODE.matcher(new String(data, StandardCharsets.UTF_8));
            listener.notStored(id, code.find() ? Integer.parseInt(code.group(1)) : 0);
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

    private static boolean startsWith(byte[] data, byte[] start) {
        return data.length > start.length && Arrays.equals(data, 0, start.length, start, 0, start.length);
    }
}
