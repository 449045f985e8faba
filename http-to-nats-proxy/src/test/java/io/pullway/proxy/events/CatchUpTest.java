package io.pullway.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who comes back late, and then does not read. */
class CatchUpTest {
    private static final Duration LIMIT = ReaderServer.LIMIT;

    /** 16 MB: more than a socket takes in that nobody reads. */
    private static final int MISSED = 160;

    @Test
    void whoHasNoRoomForTooLongWhileItCatchesUpIsTooSlow() throws Exception {
        EventMemory memory = new EventMemory(1 << 30);
        Turns turns = Turns.of(1, Duration.ofSeconds(1));
        try (NatsServer nats = NatsServer.started();
                Connection connection = nats.connect();
                ReaderServer server = new ReaderServer(memory);
                Socket unread = server.connect()) {
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("EVENTS_x")
                            .subjects("event.>")
                            .build());
            for (int i = 0; i < MISSED; i++) {
                connection.jetStream().publish("event.x.1.changed", new byte[100_000]);
            }
            EventReader reader = server.reader();
            EventPull.Source source = new EventPull.Source(() -> connection, "EVENTS_x", "event.x.>");

            CatchUp.start(source, turns, reader, 0, seen -> true);

            Await.until(LIMIT, "it is cut off", reader::isOver);
            assertThat(reader.reason()).contains("too-slow");
            assertThat(memory.held()).isLessThan(2 * EventReader.ROOM);
            Await.until(LIMIT, "its turn is free", () -> turns.free().availablePermits() == 1);
            assertThat(unread.isClosed()).isFalse();
        }
    }
}
