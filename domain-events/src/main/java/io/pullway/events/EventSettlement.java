package io.pullway.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.pullway.wire.DeadLetter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * What becomes of an event that a consumer was given. One that it fails on comes again, each time later; the others go on
 * meanwhile. At the end it is buried: a copy in {@code DEAD_LETTERS}, its PubAck, and only then out of the consumer's
 * sight. Safe for all threads; nothing blocks.
 */
final class EventSettlement {
    private static final Logger LOG = Logger.getLogger(EventSettlement.class);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    private static final Duration PUB_ACK_LIMIT = Duration.ofSeconds(2);
    private static final Duration WITHOUT_COPY = Duration.ofSeconds(5);

    private final EventsLink link;
    private final String consumer;
    private final EventsConfig config;
    private final EventFigures.Heard figures;
    private final EventFailures failures = new EventFailures();

    EventSettlement(EventsLink link, String consumer, EventsConfig config, EventFigures figures) {
        this.link = link;
        this.consumer = consumer;
        this.config = config;
        this.figures = figures.heardBy(consumer);
    }

    void done(Message message) {
        figures.done().increment();
        failures.forget(place(message));
        settle(message::ack);
    }

    void failed(Message message, Event event, Throwable failure) {
        long deliveries = message.metaData().deliveredCount();
        // What was to be tried later says nothing about the event, and does not bring its burial nearer.
        boolean postponed = failure instanceof TryLaterException;
        int failed = postponed ? 0 : failures.add(place(message));
        (postponed ? figures.postponed() : figures.failed()).increment();
        LOG.warnf(
                "event=event-failed consumer=%s id=%s type=%s delivery=%d failures=%d of=%d reason=\"%s\"",
                consumer, event.id(), event.type(), deliveries, failed, config.maxDeliveries(), failure.getMessage());
        if (failed >= config.maxDeliveries()) {
            bury(message, "consumer-failed: " + consumer + ": " + failure.getMessage());
        } else {
            settle(() -> message.nakWithDelay(delay(config.retryDelay(), deliveries)));
        }
    }

    void bury(Message message, String reason) {
        NatsJetStreamMetaData place = message.metaData();
        DeadLetter.Origin origin = new DeadLetter.Origin(
                message.getSubject(), place.getStream(), place.streamSequence(), place.deliveredCount());
        DeadLetter letter = new DeadLetter(DeadLetter.idOf(origin, consumer), reason, origin, message.getData());
        publish(letter)
                .orTimeout(PUB_ACK_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((kept, failure) -> {
                    if (failure == null) {
                        LOG.warnf("event=buried letter=%s consumer=%s reason=\"%s\"", letter.id(), consumer, reason);
                        figures.buried().increment();
                        failures.forget(place.streamSequence());
                        settle(message::term);
                    } else {
                        LOG.errorf(
                                "event=not-buried consumer=%s subject=%s reason=\"%s\"",
                                consumer, origin.subject(), failure.getMessage());
                        figures.notBuried().increment();
                        settle(() -> message.nakWithDelay(WITHOUT_COPY));
                    }
                });
    }

    private CompletableFuture<PublishAck> publish(DeadLetter letter) {
        Connection connection = link.connection().orElse(null);
        if (connection == null) {
            return CompletableFuture.failedFuture(new IOException("there is no connection to NATS"));
        }
        try {
            return connection
                    .requestWithTimeout(letter.toMessage((int) connection.getMaxPayload()), PUB_ACK_LIMIT)
                    .thenApply(EventSettlement::ack);
        } catch (IllegalStateException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static PublishAck ack(Message answer) {
        try {
            return new PublishAck(answer);
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static long place(Message message) {
        return message.metaData().streamSequence();
    }

    /** Twice as long each time. @param first after the first delivery */
    static Duration delay(Duration first, long deliveries) {
        Duration delay = first;
        for (long i = 1; i < deliveries && delay.compareTo(LONGEST_DELAY) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }

    /** What cannot be said while disconnected is said by the ack wait: it comes again. */
    private static void settle(Runnable said) {
        try {
            said.run();
        } catch (IllegalStateException e) {
            LOG.debugf("event=not-settled reason=\"%s\"", e.getMessage());
        }
    }
}
