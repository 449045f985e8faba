package io.pullway.proxy;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.StreamState;
import io.nats.client.impl.NatsMessage;
import io.pullway.wire.RequestKind;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Asks JetStream's API, which is never on the way of an ordinary request. Every question blocks, for a few seconds at
 * most. Safe for all threads.
 *
 * @param connection the one to ask on, null before there is one
 */
record StreamQueries(Supplier<Connection> connection) {
    private static final int NO_MESSAGE_FOUND = 10_037;

    /** One question. */
    private interface Question<T> {
        T ask(JetStreamManagement jetStream) throws IOException, JetStreamApiException;
    }

    /**
     * Whether any stream takes requests for this resource. Blocks.
     *
     * @throws IOException if JetStream does not answer
     */
    boolean hasStream(String resource) throws IOException {
        return streamOf(Subjects.requests(RequestKind.HTTP, resource)) != null;
    }

    /**
     * Whether a stored message was ever handed to an instance, by the consumer of its stream, which bears the
     * stream's name. Blocks.
     *
     * @throws IOException if JetStream does not answer
     */
    long deliveredSequence(String stream) throws IOException {
        return answered(jetStream -> jetStream.getConsumerInfo(stream, stream))
                .getDelivered()
                .getStreamSequence();
    }

    /**
     * Whether a message has not been taken out of its stream. Blocks.
     *
     * @throws IOException if JetStream does not answer
     */
    boolean isStored(StoredAt at) throws IOException {
        return answered(jetStream -> {
            try {
                jetStream.getMessage(at.stream(), at.sequence());
                return true;
            } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == NO_MESSAGE_FOUND) {
                    return false;
                }
                throw e;
            }
        });
    }

    /**
     * The stream that takes these subjects, or null if none does. Blocks.
     *
     * @throws IOException if JetStream does not answer
     */
    String streamOf(String subjects) throws IOException {
        List<String> names = answered(jetStream -> jetStream.getStreamNames(subjects));
        return names.isEmpty() ? null : names.getFirst();
    }

    /** How much a stream holds, in messages and in bytes, and may hold; limits of 0 or less are none. */
    record Fill(long messages, long maxMessages, long bytes, long maxBytes) {}

    /**
     * How full a stream is. Blocks.
     *
     * @throws IOException if JetStream does not answer, or there is no such stream
     */
    Fill fill(String name) throws IOException {
        return answered(jetStream -> {
            StreamInfo stream = jetStream.getStreamInfo(name);
            StreamState state = stream.getStreamState();
            StreamConfiguration limits = stream.getConfiguration();
            return new Fill(state.getMsgCount(), limits.getMaxMsgs(), state.getByteCount(), limits.getMaxBytes());
        });
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

    private <T> T answered(Question<T> question) throws IOException {
        Connection current = connection.get();
        if (current == null) {
            throw new IOException("not connected to NATS");
        }
        try {
            return question.ask(current.jetStreamManagement());
        } catch (JetStreamApiException e) {
            throw new IOException(e);
        } catch (IllegalStateException e) {
            // Of jnats, which buffers nothing while there is no connection.
            throw new IOException("not connected to NATS", e);
        }
    }
}
