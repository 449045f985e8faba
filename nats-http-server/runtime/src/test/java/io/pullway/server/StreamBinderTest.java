package io.pullway.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is found of the streams of a service; whoever asks tries again after each exception that is declared. */
class StreamBinderTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ServerIdentity IDENTITY = new ServerIdentity("s", "s-1", List.of("things"), 4);

    private final NatsServer nats = NatsServer.started();
    private Connection connection;

    @BeforeEach
    void connect() throws IOException, InterruptedException {
        connection = Nats.connect(Options.builder()
                .server(nats.url())
                .maxReconnects(-1)
                .reconnectBufferSize(0)
                .reconnectWait(Duration.ofMillis(50))
                .build());
    }

    @AfterEach
    void end() throws InterruptedException {
        connection.close();
        nats.close();
    }

    @Test
    void whatIsNotThereIsSaidWithTheCommandThatMakesIt() {
        assertThatThrownBy(this::bind)
                .isInstanceOf(StreamBinder.NotBoundException.class)
                .hasMessageContaining("pullway apply");
    }

    @Test
    void aConnectionThatIsLostMeanwhileIsNoAnswerAndTheNextOneFindsIt() throws Exception {
        declare();
        nats.kill();
        Await.until(SOON, "the connection is lost", () -> connection.getStatus() != Connection.Status.CONNECTED);
        assertThatThrownBy(this::bind).isInstanceOf(IOException.class);

        nats.start();
        // JetStream may need a moment more than the connection.
        Await.until(SOON, "both consumers are found", this::isBound);
    }

    private boolean isBound() {
        try {
            return bind().later().consumer().equals("s-later");
        } catch (IOException e) {
            return false;
        } catch (StreamBinder.NotBoundException e) {
            throw new AssertionError(e);
        }
    }

    private ConsumerBinding.Both bind() throws IOException, StreamBinder.NotBoundException {
        return new StreamBinder(connection, IDENTITY).bind();
    }

    private void declare() throws IOException, JetStreamApiException {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("s")
                        .subjects("http.>", "keyed.>", "later.>")
                        .build());
        add("s", "http.things.>", "keyed.things.>");
        add("s-later", "later.things.>");
    }

    private void add(String name, String... filters) throws IOException, JetStreamApiException {
        connection
                .jetStreamManagement()
                .createConsumer(
                        "s",
                        ConsumerConfiguration.builder()
                                .durable(name)
                                .ackPolicy(AckPolicy.Explicit)
                                .filterSubjects(filters)
                                .build());
    }
}
