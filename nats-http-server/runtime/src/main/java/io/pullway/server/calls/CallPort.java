package io.pullway.server.calls;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.pullway.wire.CoreConnection;
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
 * <p>Threads: all methods from any; the listener is called on the event loop of the connection for requests.
 */
final class CallPort {
    private static final Logger LOG = Logger.getLogger(CallPort.class);

    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

    private final Connection control;
    private final CoreConnection requests;
    private final Dispatcher dispatcher;
    private final Address address;
    private final ReturnPath returnPath;

    /**
     * Under which answers come back.
     *
     * @param instance a subject token that no other instance has
     */
    record Address(String service, String instance) {}

    /** Subscribes to what comes back. */
    CallPort(Connection control, CoreConnection requests, Address address, ReturnPath.Listener listener) {
        this.control = control;
        this.requests = requests;
        this.address = address;
        this.dispatcher = control.createDispatcher();
        this.returnPath = ReturnPath.open(requests, Subjects.replies(address.service(), address.instance()), listener);
    }

    String replyTo(String resource, RequestId id) {
        return Subjects.reply(address.service(), address.instance(), resource, id);
    }

    /** The largest call that is taken, in bytes: as much as the NATS server takes, but for what it counts beside. */
    int maxPayload() {
        return requests.maxPayload() - NatsHeaders.ROOM;
    }

    boolean isConnected() {
        return requests.isConnected();
    }

    /** Lets these hear, soon, who serves the resource. */
    void watch(String resource, CalledInstances instances) {
        Thread.ofVirtual().start(() -> listen(Subjects.presence(resource, "*"), instances));
    }

    /** One after another: NATS says at once what it refuses, before the PONG that the flush waits for, else nothing. */
    private synchronized void listen(String subject, CalledInstances instances) {
        try {
            dispatcher.subscribe(subject, report -> instances.heard(report.getSubject(), report.getData()));
            control.flush(FLUSH_LIMIT);
            String error = control.getLastError();
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
        call.publications().written(epoch);
        try {
            returnPath.publish(call.subject(), call.id(), call.messageId(), ttl, call.payload());
            return true;
        } catch (IllegalStateException e) {
            // Disconnected in this moment, or too much waits to be written: the message was not taken.
            LOG.debugf("event=call-not-published request=%s reason=\"%s\"", call.id(), e.getMessage());
            call.publications().storedNothing();
            return false;
        }
    }
}
