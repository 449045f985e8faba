package io.pullway.proxy;

import io.nats.client.Connection;
import io.pullway.corenats.LinkSettings;
import io.pullway.corenats.PairedLink;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.Deliveries;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.PresenceReport;
import io.pullway.wire.RequestFigures;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ReturnPath;
import io.pullway.wire.Subjects;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The proxy's side of NATS: publishes requests, hears PubAcks and answers, asks what became of a stored
 * message.
 *
 * <p>What comes back is heard on the event loop of the connection for requests, who is there on a dispatcher of jnats.
 */
final class JetStreamPort implements PairedLink.Listener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JetStreamPort.class);
    private static final byte[] NOTHING = {};

    private final String instance;
    private final Presence presence;
    private final Supplier<RequestFigures> figures;
    private final ReturnPath.Listener listener;
    private final PairedLink link;
    private final RecordPort records = new RecordPort();
    private volatile ReturnPath returnPath;
    private final AtomicLong epoch = new AtomicLong();
    private volatile long reconnectedNanos = System.nanoTime();

    /**
     * @param instance a subject token that no other proxy has: answers come back under it
     * @param presence is told what instances of services say of themselves
     * @param figures what this proxy says of its requests, each second
     */
    JetStreamPort(
            LinkSettings settings,
            String instance,
            Presence presence,
            Supplier<RequestFigures> figures,
            ReturnPath.Listener listener) {
        this.instance = instance;
        this.presence = presence;
        this.figures = figures;
        this.listener = listener;
        this.link = PairedLink.open(settings, "proxy/" + instance, this);
    }

    /** What JetStream knows of streams and messages, on the same connection. */
    StreamQueries queries() {
        return new StreamQueries(link::control);
    }

    /** For claimed requests, on the same connection. */
    RecordPort records() {
        return records;
    }

    String instance() {
        return instance;
    }

    /** By which requests and answers travel. */
    CoreConnection requests() {
        return link.requests();
    }

    boolean isConnected() {
        return returnPath != null && link.isConnected();
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
        return link.requests().maxPayload();
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
        request.publications().written(writtenTo);
        try {
            returnPath.publish(request.subject(), request.id(), request.messageId(), ttl, request.payload());
            return true;
        } catch (IllegalStateException | IllegalArgumentException e) {
            // Disconnected in this moment, or too much waits to be written, or it is larger than this server takes: the
            // message was not taken.
            LOG.debugf("event=not-published request=%s reason=\"%s\"", request.id(), e.getMessage());
            request.publications().storedNothing();
            return false;
        }
    }

    /** Says to the other proxies that this one is there, or that it ends; best effort. */
    void announce(boolean draining) {
        if (isConnected()) {
            PresenceReport report = new PresenceReport(
                    Subjects.PROXY, instance, PresenceReport.Work.NONE, List.of(), draining, null, figures.get());
            try {
                link.control().publish(Subjects.presence(Subjects.PLATFORM_RESOURCE, instance), report.encode());
            } catch (IllegalStateException e) {
                LOG.debugf("event=presence-not-sent reason=\"%s\"", e.getMessage());
            }
        }
    }

    /** Says that nobody waits for the answer any more; best effort. */
    void cancel(String resource, RequestId id) {
        if (isConnected()) {
            try {
                link.requests().publish(Subjects.cancel(resource, id), NOTHING);
            } catch (IllegalStateException e) {
                LOG.debugf("event=not-cancelled request=%s reason=\"%s\"", id, e.getMessage());
            }
        }
    }

    @Override
    public void connected(Connection control, CoreConnection requests) {
        control.createDispatcher(report -> presence.heard(report.getSubject(), report.getData(), System.nanoTime()))
                .subscribe(Subjects.allPresence());
        presence.connected(System.nanoTime());
        records.connected(control, requests);
        // Last: from now on it counts as connected.
        returnPath = ReturnPath.open(requests, Subjects.replies(Subjects.PROXY, instance), listener);
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
}
