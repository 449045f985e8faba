package io.pullway.scenario;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A stream of events of the echo service, which tells none by itself. Used by one thread. */
final class EventsOfEcho implements AutoCloseable {
    static final String STREAM = "EVENTS_echo-service";

    private final Connection connection;
    private final String subject;

    EventsOfEcho(Platform platform) {
        this(platform, "event.echo.>");
    }

    /** @param subject of all that it tells */
    EventsOfEcho(Platform platform, String subject) {
        this.connection = platform.nats().connect();
        this.subject = subject;
        make();
    }

    /** Deletes it with all that was told, and makes another one of the same name. */
    void makeAnew() {
        try {
            connection.jetStreamManagement().deleteStream(STREAM);
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
        make();
    }

    private void make() {
        try {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(STREAM)
                            .subjects(subject)
                            .storageType(StorageType.File)
                            .build());
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("JetStream does not make it", e);
        }
    }

    /** Tells an event of {@code echo/<below>}; returns when it is stored. */
    void tell(String below, String data) {
        try {
            connection.jetStream().publish("event.echo." + below + ".happened", data.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    /** Removes all that was told. */
    void purge() {
        try {
            connection.jetStreamManagement().purgeStream(STREAM);
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    /** The sequence of what was told last. */
    long last() {
        try {
            return connection
                    .jetStreamManagement()
                    .getStreamInfo(STREAM)
                    .getStreamState()
                    .getLastSequence();
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    int consumers() {
        return consumerNames().size();
    }

    /** Forgets who reads, as a server that is started again does. */
    void forgetConsumers() {
        try {
            for (String consumer : consumerNames()) {
                connection.jetStreamManagement().deleteConsumer(STREAM, consumer);
            }
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> consumerNames() {
        try {
            return connection.jetStreamManagement().getConsumerNames(STREAM);
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
