package io.pullway.server.calls;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.pullway.wire.Deliveries;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ReturnPath;
import io.pullway.wire.Subjects;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The calling side of NATS: publishes calls, hears what comes back, and who is there of what is called.
 *
 * <p>Threads: all methods from any; the listener is called on one dispatcher of jnats.
 */
final class CallPort {
    private static final Logger LOG = Logger.getLogger(CallPort.class);

    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

    private final Connection connection;
    private final Dispatcher dispatcher;
    private final String service;
    private final String instance;
    private final ReturnPath returnPath;

    /**
     * Subscribes to what comes back.
     *
     * @param instance a subject token that no other instance has: answers come back under it
     */
    CallPort(Connection connection, String service, String instance, ReturnPath.Listener listener) {
        this.connection = connection;
        this.service = service;
        this.instance = instance;
        this.dispatcher = connection.createDispatcher();
        this.returnPath = ReturnPath.open(connection, dispatcher, Subjects.replies(service, instance), listener);
    }

    String replyTo(String resource, RequestId id) {
        return Subjects.reply(service, instance, resource, id);
    }

    /** The largest call that is taken, in bytes: as much as the NATS server takes, but for what it counts beside. */
    int maxPayload() {
        return (int) connection.getMaxPayload() - NatsHeaders.ROOM;
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
        long ttl = NatsHeaders.ttlSeconds(
                call.budgetMillis(), Deliveries.of(RequestKind.HTTP), Deliveries.ACK_WAIT_MILLIS);
        Message message = returnPath.request(call.subject(), call.id(), call.messageId(), ttl, call.payload());
        call.publications().written(epoch);
        try {
            connection.publish(message);
            return true;
        } catch (IllegalStateException e) {
            // Disconnected in this moment, or the outgoing queue is full: the message was not taken.
            LOG.debugf("event=call-not-published request=%s reason=\"%s\"", call.id(), e.getMessage());
            call.publications().storedNothing();
            return false;
        }
    }
}
