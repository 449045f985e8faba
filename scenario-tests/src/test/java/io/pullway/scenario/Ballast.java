package io.pullway.scenario;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;

/** A stream that nobody reads: it takes its part of the disk until it is deleted. */
record Ballast(Platform platform) {
    private static final String NAME = "BALLAST";
    private static final int MESSAGE = 500_000;

    /** Returns when all of it is stored. */
    static Ballast of(Platform platform, int megabytes) {
        try (Connection connection = platform.nats().connect()) {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name(NAME)
                            .subjects(NAME)
                            .build());
            for (int left = megabytes * 1_000_000; left > 0; left -= MESSAGE) {
                connection.jetStream().publish(NAME, new byte[MESSAGE]);
            }
            return new Ballast(platform);
        } catch (IOException | JetStreamApiException e) {
            throw new AssertionError("JetStream does not store it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while storing it", e);
        }
    }

    void delete() {
        try (NatsClient nats = new NatsClient(platform)) {
            nats.deleteStream(NAME);
        }
    }
}
