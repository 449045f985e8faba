package io.pullway.server.calls;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.PubAcks;
import io.pullway.wire.RequestId;
import io.pullway.wire.Subjects;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The calling side of NATS: publishes calls, hears PubAcks, answers, and who is there of what is called. What arrives
 * and is not a well-formed answer to a call that waits is dropped: others may be able to publish there.
 *
 * <p>Threads: all methods from any; the listener is called on one dispatcher of jnats.
 */
final class CallPort {
    /** What is heard. */
    interface Listener {
        void stored(String id);

        /** @param code JetStream's own error code, 1 if it gives none */
        void notStored(String id, int code);

        /** No stream takes the subject at the moment. */
        void notHeard(String id);

        void answered(HttpResponseMessage answer);
    }

    private static final Logger LOG = Logger.getLogger(CallPort.class);

    /** Defaults of consumers and servers, which a caller does not see: how long a message may live depends on them. */
    private static final int DELIVERIES = 5;

    private static final long ACK_WAIT_MILLIS = 10_000;

    /** As at the proxies: headers of NATS are part of what a server limits. */
    private static final int HEADER_ROOM = 64 << 10;

    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

    private final Connection connection;
    private final Dispatcher dispatcher;
    private final String service;
    private final String instance;
    private final String ackInbox;
    private final Listener listener;

    /**
     * Subscribes to what comes back.
     *
     * @param instance a subject token that no other instance has: answers come back under it
     */
    CallPort(Connection connection, String service, String instance, Listener listener) {
        this.connection = connection;
        this.service = service;
        this.instance = instance;
        this.listener = listener;
        String inbox = connection.createInbox();
        this.ackInbox = inbox + ".";
        this.dispatcher = connection.createDispatcher();
        dispatcher.subscribe(inbox + ".*", this::acknowledged);
        dispatcher.subscribe(Subjects.replies(service, instance), this::replied);
    }

    String replyTo(String resource, RequestId id) {
        return Subjects.reply(service, instance, resource, id);
    }

    /** The largest call that is taken, in bytes: as much as the NATS server takes, but for what it counts beside. */
    int maxPayload() {
        return (int) connection.getMaxPayload() - HEADER_ROOM;
    }

    boolean isConnected() {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    /** Lets these hear, soon, who serves the resource. */
    void watch(String resource, CalledInstances instances) {
        Thread.ofVirtual().start(() -> listen(Subjects.presence(resource, "*"), instances));
    }

    /** One after another: NATS says at once what it refuses, before the PONG that the flush waits for, else nothing. */
    private synchronized void listen(String subject, CalledInstances instances) {
        try {
            dispatcher.subscribe(subject, report -> instances.heard(report.getSubject(), report.getData()));
            connection.flush(FLUSH_LIMIT);
            String error = connection.getLastError();
            if (error == null || !error.contains('"' + subject + '"')) {
                instances.mayListen();
            }
        } catch (TimeoutException | IllegalStateException e) {
            // Whoever is heard says it as well.
            LOG.debugf("event=not-known-whether-heard subject=%s reason=\"%s\"", subject, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false if certainly nothing was written this time */
    boolean publish(PendingCall call, long epoch) {
        long ttl = NatsHeaders.ttlSeconds(call.budgetMillis(), DELIVERIES, ACK_WAIT_MILLIS);
        Message message = NatsMessage.builder()
                .subject(call.subject())
                .replyTo(ackInbox + call.id().text())
                .headers(NatsHeaders.ofRequest(call.messageId(), ttl))
                .data(call.payload())
                .build();
        call.published(epoch);
        try {
            connection.publish(message);
            return true;
        } catch (IllegalStateException e) {
            // Disconnected in this moment, or the outgoing queue is full: the message was not taken.
            LOG.debugf("event=call-not-published request=%s reason=\"%s\"", call.id(), e.getMessage());
            return false;
        }
    }

    private void acknowledged(Message message) {
        String id = Subjects.lastToken(message.getSubject());
        if (message.isStatusMessage()) {
            listener.notHeard(id);
            return;
        }
        int error = PubAcks.error(message.getData());
        if (error == 0) {
            listener.stored(id);
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
