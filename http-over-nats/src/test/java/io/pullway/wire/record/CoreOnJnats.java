package io.pullway.wire.record;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.IncomingHeadersProcessor;
import io.pullway.wire.CoreConnection;
import io.pullway.wire.CoreMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Core NATS by jnats: this module comes before the one that has an event loop. */
record CoreOnJnats(Connection connection) implements CoreConnection {
    @Override
    public void publish(String subject, String replyTo, byte[] headers, byte[] payload) {
        Headers read = headers == null ? null : new IncomingHeadersProcessor(headers).getHeaders();
        connection.publish(NatsMessage.builder()
                .subject(subject)
                .replyTo(replyTo)
                .headers(read)
                .data(payload)
                .build());
    }

    @Override
    public Subscription subscribe(String subject, Consumer<CoreMessage> handler) {
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.subscribe(subject, message -> handler.accept(core(message)));
        return new Subscription() {
            @Override
            public void end() {
                dispatcher.unsubscribe(subject);
            }

            @Override
            public void drain() {
                dispatcher.unsubscribe(subject);
            }
        };
    }

    static CoreMessage core(Message message) {
        byte[] headers = null;
        if (message.isStatusMessage()) {
            headers = ("NATS/1.0 " + message.getStatus().getCode() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        } else if (message.hasHeaders()) {
            headers = message.getHeaders().getSerialized();
        }
        return new CoreMessage(message.getSubject(), message.getReplyTo(), headers, message.getData());
    }

    @Override
    public String newInbox() {
        return connection.createInbox();
    }

    @Override
    public int maxPayload() {
        return (int) connection.getMaxPayload();
    }

    @Override
    public boolean isConnected() {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    @Override
    public void flush(Duration limit) throws TimeoutException, InterruptedException {
        connection.flush(limit);
    }
}
