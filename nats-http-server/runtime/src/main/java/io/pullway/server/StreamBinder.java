package io.pullway.server;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.pullway.wire.RequestKind;
import io.pullway.wire.Subjects;
import java.io.IOException;

/**
 * Finds the stream and the two consumers of a service, and checks that they fit it. They are declared once,
 * elsewhere; applications never create them.
 */
final class StreamBinder {
    /** Ends the name of the consumer of asynchronous requests. */
    private static final String LATER = "-later";

    private final Connection connection;
    private final ServerIdentity identity;

    StreamBinder(Connection connection, ServerIdentity identity) {
        this.connection = connection;
        this.identity = identity;
    }

    /**
     * @throws NotBoundException if something is missing or does not fit: one sentence with what to do
     * @throws IOException if NATS does not answer
     */
    ConsumerBinding.Both bind() throws NotBoundException, IOException {
        String service = identity.service();
        return new ConsumerBinding.Both(
                bind(service, RequestKind.HTTP, RequestKind.KEYED), bind(service + LATER, RequestKind.LATER));
    }

    private ConsumerBinding bind(String name, RequestKind... kinds) throws NotBoundException, IOException {
        String service = identity.service();
        ConsumerConfiguration consumer;
        try {
            ConsumerInfo info = connection.jetStreamManagement().getConsumerInfo(service, name);
            consumer = info.getConsumerConfiguration();
        } catch (JetStreamApiException e) {
            throw new NotBoundException("NATS has no stream '" + service + "' or no consumer '" + name + "' ("
                    + e.getErrorDescription() + "); create them with: pullway apply k8s/base/streams/" + service
                    + ".yaml");
        } catch (IllegalStateException e) {
            // Of jnats, which buffers nothing while there is no connection.
            throw new IOException("not connected to NATS", e);
        }
        if (consumer.getAckPolicy() != AckPolicy.Explicit) {
            throw new NotBoundException("the consumer '" + name + "' does not have the ack policy 'explicit'");
        }
        for (String resource : identity.resources()) {
            for (RequestKind kind : kinds) {
                String wanted = Subjects.requests(kind, resource);
                if (consumer.getFilterSubjects() == null
                        || !consumer.getFilterSubjects().contains(wanted)) {
                    throw new NotBoundException("the consumer '" + name + "' does not have the filter subject '"
                            + wanted + "', which pullway.server.resources asks for");
                }
            }
        }
        return new ConsumerBinding(service, name, consumer.getAckWait());
    }

    /** What is there does not fit, and will not until somebody changes it. */
    static final class NotBoundException extends Exception {
        private static final long serialVersionUID = 1L;

        NotBoundException(String sentence) {
            super(sentence, null, false, false);
        }
    }
}
