package io.pullway.load.bare;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Pulls from a durable consumer with exact credit, which is topped up when half of it is used: with a core subscription,
 * because the pull subscriptions of jnats hide which pull a status belongs to.
 *
 * <p>Everything but the start happens on the one dispatcher thread of jnats that also runs the handler.
 */
final class CreditPull {
    private static final long EXPIRES_NANOS = 5_000_000_000L;
    private static final int REQUEST_TIMEOUT = 408;
    private static final String PENDING_MESSAGES = "Nats-Pending-Messages";

    private final Connection connection;
    private final String nextSubject;
    private final String inbox;
    private final int credit;
    private final Consumer<Message> handler;
    private int owed;
    private long pulls;

    private CreditPull(Connection connection, String stream, int credit, Consumer<Message> handler) {
        this.connection = connection;
        this.nextSubject = "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + stream;
        this.inbox = connection.createInbox();
        this.credit = credit;
        this.handler = handler;
    }

    /**
     * Pulls until the JVM ends.
     *
     * @param stream its durable consumer bears the same name
     * @param credit how many messages may be under way to this process
     */
    static void start(Connection connection, String stream, int credit, Consumer<Message> handler) {
        CreditPull pull = new CreditPull(connection, stream, credit, handler);
        connection.createDispatcher().subscribe(pull.inbox + ".*", pull::arrived);
        // The first message to the inbox makes the first pull, on the dispatcher's thread like all others.
        connection.publish(pull.inbox + ".0", new byte[0]);
    }

    private void arrived(Message message) {
        if (message.isStatusMessage()) {
            ended(message);
        } else if (message.isJetStream()) {
            owed--;
            handler.accept(message);
        }
        if (owed <= credit / 2) {
            pull(credit - owed);
        }
    }

    /** An expired pull says how much of it is left; a fulfilled one says nothing. */
    private void ended(Message message) {
        String left = message.hasHeaders() ? message.getHeaders().getFirst(PENDING_MESSAGES) : null;
        if (message.getStatus().getCode() != REQUEST_TIMEOUT || left == null) {
            throw BareProgram.fatal("JetStream refused a pull: " + message.getStatus());
        }
        owed -= Integer.parseInt(left);
    }

    private void pull(int batch) {
        owed += batch;
        String question = "{\"batch\":" + batch + ",\"expires\":" + EXPIRES_NANOS + "}";
        connection.publish(nextSubject, inbox + "." + ++pulls, question.getBytes(StandardCharsets.US_ASCII));
    }
}
