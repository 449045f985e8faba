package io.pullway.proxy;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.NatsMessage;
import io.pullway.wire.RequestKind;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Asks JetStream's API, which is never on the way of an ordinary request. Every question blocks, for a few seconds at
 * most. Safe for all threads.
 *
 * @param connection the one to ask on, null before there is one
 */
record StreamQueries(Supplier<Connection> connection) {
    private static final int NO_MESSAGE_FOUND = 10_037;

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

    /**
     * Whether a message has not been taken out of its stream. Blocks.
     *
     * @throws IOException if JetStream does not answer
     */
    boolean isStored(StoredAt at) throws IOException {
        try {
            management().getMessage(at.stream(), at.sequence());
            return true;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_MESSAGE_FOUND) {
                return false;
            }
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

    private JetStreamManagement management() throws IOException {
        Connection current = connection.get();
        if (current == null) {
            throw new IOException("not connected to NATS");
        }
        try {
            return current.jetStreamManagement();
        } catch (IllegalStateException e) {
            throw new IOException("not connected to NATS", e);
        }
    }
}
