package io.pullway.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.NatsMessage;
import io.pullway.wire.NatsHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * The end of an outgoing channel: each message is acknowledged when the stream has stored it, and refused (nack) when it is
 * not known within the limit that it has. Nothing is tried again here, and nothing blocks.
 */
final class EventStore implements Flow.Subscriber<Message<byte[]>> {
    private static final Logger LOG = Logger.getLogger(EventStore.class);

    private final EventsLink link;
    private final Duration limit;
    private final EventFigures figures;

    EventStore(EventsLink link, Duration limit, EventFigures figures) {
        this.link = link;
        this.limit = limit;
        this.figures = figures;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Message<byte[]> message) {
        publish(message)
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((stored, failure) -> figures.told(failure))
                .handle((stored, failure) -> failure == null ? message.ack() : message.nack(reason(failure)));
    }

    @Override
    public void onError(Throwable failure) {
        LOG.errorf(failure, "event=outgoing-channel-ended");
    }

    @Override
    public void onComplete() {
        // The application ends.
    }

    private CompletableFuture<Void> publish(Message<byte[]> message) {
        OutgoingEvent event = message.getMetadata(OutgoingEvent.class).orElse(null);
        Connection connection = link.connection().orElse(null);
        if (event == null || connection == null) {
            return CompletableFuture.failedFuture(new IOException(
                    event == null ? "the message has no metadata of an event" : "there is no connection to NATS"));
        }
        NatsMessage sent = NatsMessage.builder()
                .subject(event.subject())
                .headers(NatsHeaders.ofEvent(event.id(), link.stream()))
                .data(message.getPayload())
                .build();
        try {
            return connection.requestWithTimeout(sent, limit).thenAccept(answer -> requireStored(answer, event));
        } catch (IllegalStateException | IllegalArgumentException e) {
            // Disconnected, or a subject that NATS does not take.
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void requireStored(io.nats.client.Message answer, OutgoingEvent event) {
        try {
            new PublishAck(answer);
        } catch (IOException e) {
            throw new CompletionException(new IOException("no stream takes " + event.subject()
                    + "; create it with: pullway apply k8s/base/streams (" + e.getMessage() + ")"));
        } catch (JetStreamApiException e) {
            throw new CompletionException(
                    new IOException("NATS does not store " + event.subject() + ": " + e.getErrorDescription()));
        }
    }

    private static Throwable reason(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
