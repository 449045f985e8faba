package io.pullway.events;

import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * Connects channels of SmallRye Reactive Messaging with events streams: {@code connector=pullway-events}. Streams and consumers
 * are declared elsewhere; nothing is created here. Why not the connector of Quarkiverse: docs/adr/0018.
 *
 * <p>Incoming: {@code consumer}, a durable pull consumer; {@code stream}, by default that of the application itself. The
 * payload is an {@link Event}.
 *
 * <p>Outgoing: to the application's own stream, with an {@link OutgoingEvent} in the metadata of each message.
 */
@ApplicationScoped
@Connector(EventsConnector.NAME)
class EventsConnector implements InboundConnector, OutboundConnector {
    static final String NAME = "pullway-events";

    private final EventsLink link;
    private final EventsConfig config;
    private final CloudEvents events;
    private final EventFigures figures;

    EventsConnector(EventsLink link, EventsConfig config, CloudEvents events, EventFigures figures) {
        this.link = link;
        this.config = config;
        this.events = events;
        this.figures = figures;
    }

    @Override
    public Flow.Publisher<? extends Message<?>> getPublisher(Config channel) {
        String consumer = channel.getValue("consumer", String.class);
        String stream = channel.getOptionalValue("stream", String.class).orElseGet(link::stream);
        EventSettlement settlement = new EventSettlement(link, consumer, config, figures);
        return new EventIntake(link, stream, consumer, settlement, events).messages();
    }

    @Override
    public Flow.Subscriber<? extends Message<?>> getSubscriber(Config channel) {
        return new EventStore(link, config.publishTimeout(), figures);
    }
}
