package io.pullway.wire;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A connection of core NATS, by which requests, answers and acknowledgements travel. It knows nothing of JetStream: whoever
 * wants to be acknowledged gives a subject to reply to.
 *
 * <p>Threads: all methods may be called from any, and only {@link #flush} blocks. Handlers are called on one event loop, one
 * message after another, and must not block.
 *
 * <p>Subjects are not checked: one that is not legal ends the connection. They are made or checked by {@link Subjects} and
 * {@link RequestSubject}.
 */
public interface CoreConnection {
    /** Messages that match a subject, until it is ended. */
    interface Subscription {
        /** Nothing is handled any more, not even what is under way. */
        void end();

        /** Asks for nothing more, and ends when everything was handled that is under way. */
        void drain();
    }

    /**
     * Writes the message, together with what others write in this turn of the event loop.
     *
     * @param replyTo null for none
     * @param headers block of NATS headers from {@code NATS/1.0} to its empty line, see {@link NatsHeaders}; null for none
     * @throws IllegalStateException if there is no connection, or too much waits to be written: nothing was taken
     * @throws IllegalArgumentException if it is larger than the NATS server takes: nothing was taken
     */
    void publish(String subject, String replyTo, byte[] headers, byte[] payload);

    /** The same with neither an address for replies nor headers. */
    default void publish(String subject, byte[] payload) {
        publish(subject, null, null, payload);
    }

    /** Listens from now on, also over reconnects. */
    Subscription subscribe(String subject, Consumer<CoreMessage> handler);

    /** A subject below the private prefix of this NATS user that nobody else has. */
    String newInbox();

    /** The largest message that the NATS server takes, headers and payload together, in bytes. */
    int maxPayload();

    boolean isConnected();

    /**
     * Waits until the NATS server has read what was published before.
     *
     * @throws TimeoutException if it has not said so within {@code limit}
     * @throws IllegalStateException if there is no connection, or no longer
     */
    void flush(Duration limit) throws TimeoutException, InterruptedException;
}
