package io.pullway.events;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A NATS with a stream of events, a consumer of it and a place for dead letters, and a service's link to it. */
final class EventsOnNats implements AutoCloseable {
    static final String STREAM = "EVENTS_x";
    static final String CONSUMER = "c";
    static final Duration SOON = Duration.ofSeconds(20);

    private final NatsServer nats = NatsServer.started();
    private final Connection connection = nats.connect();
    private final SmallRyeConfig settings = settings(Map.of(
            "pullway.nats.servers", nats.url(),
            "pullway.server.service", "x",
            "pullway.events.enabled", "true",
            "pullway.events.max-deliveries", "2",
            "pullway.events.retry-delay", "10ms"));
    private final EventsLink link = new EventsLink(config(), settings);

    EventsOnNats() throws IOException, JetStreamApiException {
        addStream(STREAM, "event.>");
        addStream("DEAD_LETTERS", "dead.>");
        addConsumer();
        link.open();
        Await.until(SOON, "a connection", () -> link.connection().isPresent());
    }

    /** What an application has that sets these properties and no others. */
    static SmallRyeConfig settings(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withMapping(EventsConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValues(properties)
                .build();
    }

    EventsLink link() {
        return link;
    }

    EventsConfig config() {
        return settings.getConfigMapping(EventsConfig.class);
    }

    /** That of somebody who may do everything. */
    Connection connection() {
        return connection;
    }

    /** Puts an event into the stream. */
    void tell(String json) throws IOException, JetStreamApiException {
        tell("x", json);
    }

    void tell(String resource, String json) throws IOException, JetStreamApiException {
        connection.jetStream().publish("event." + resource + ".1.created", json.getBytes(StandardCharsets.UTF_8));
    }

    /** Its place is empty from now on. */
    void erase(long sequence) throws IOException, JetStreamApiException {
        management().deleteMessage(STREAM, sequence);
    }

    void deleteStream() throws IOException, JetStreamApiException {
        management().deleteStream(STREAM);
    }

    /** The stream of events takes nothing more, and says so. */
    void fill() throws IOException, JetStreamApiException {
        update(StreamConfiguration.builder(management().getStreamInfo(STREAM).getConfiguration())
                .maxMessages(messages(STREAM))
                .discardPolicy(DiscardPolicy.New)
                .build());
    }

    /** The stream of events keeps what it has, and does not answer to new ones. */
    void hearNothing() throws IOException, JetStreamApiException {
        update(StreamConfiguration.builder(management().getStreamInfo(STREAM).getConfiguration())
                .subjects("elsewhere.>")
                .build());
    }

    private void update(StreamConfiguration changed) throws IOException, JetStreamApiException {
        management().updateStream(changed);
    }

    void addConsumer() throws IOException, JetStreamApiException {
        management()
                .createConsumer(
                        STREAM,
                        ConsumerConfiguration.builder()
                                .durable(CONSUMER)
                                .ackPolicy(AckPolicy.Explicit)
                                .build());
    }

    void deleteConsumer() throws IOException, JetStreamApiException {
        management().deleteConsumer(STREAM, CONSUMER);
    }

    long messages(String stream) {
        try {
            return management().getStreamInfo(stream).getStreamState().getMsgCount();
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    /** How many events the consumer has been given that are not settled. */
    long unsettled() {
        try {
            return management().getConsumerInfo(STREAM, CONSUMER).getNumAckPending();
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        link.close();
        connection.close();
        nats.close();
    }

    private JetStreamManagement management() throws IOException {
        return connection.jetStreamManagement();
    }

    private void addStream(String name, String subject) throws IOException, JetStreamApiException {
        management()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(subject)
                        .build());
    }
}
