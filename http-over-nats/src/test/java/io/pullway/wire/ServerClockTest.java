package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Nats;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The clock is that of the server, whatever this machine's says. */
class ServerClockTest {
    private static NatsServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        // In the account without JetStream the question goes to whoever plays the server.
        server = NatsServer.started("""
                accounts {
                  WORK: { jetstream: enabled, users: [ { user: work, password: work } ] }
                  BARE: {
                    users: [ { user: bare, password: bare } ]
                    mappings: { "$JS.API.STREAM.INFO.clock": "told.time" }
                  }
                }
                """);
        connection = connect("work");
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("clock")
                        .subjects("clock.>")
                        .description("\"ts\":\"2001-01-01T00:00:00Z\"")
                        .metadata(Map.of("ts", "2001-01-01T00:00:00Z"))
                        .build());
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    private static Connection connect(String user) throws Exception {
        return Nats.connect(NatsSettings.from(name -> java.util.Optional.ofNullable(
                        switch (name) {
                            case "pullway.nats.servers" -> server.url();
                            case "pullway.nats.user", "pullway.nats.password" -> user;
                            default -> null;
                        }))
                .options()
                .build());
    }

    @Test
    void aMessageIsStoredBetweenTwoReadingsOfTheClock() throws Exception {
        ServerClock clock = new ServerClock();
        clock.measure(connection, "clock");
        for (int i = 0; i < 100; i++) {
            long before = clock.nowNanos();
            long sequence =
                    connection.jetStream().publish("clock.x", new byte[0]).getSeqno();
            long after = clock.nowNanos();
            MessageInfo stored = connection.jetStreamManagement().getMessage("clock", sequence);
            Instant at = stored.getTime().toInstant();
            assertThat(at.getEpochSecond() * 1_000_000_000L + at.getNano())
                    .isBetween(before - clock.errorNanos(), after + clock.errorNanos());
        }
        assertThat(clock.errorNanos()).isBetween(1L, Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aClockThatWasNeverReadIsNotSet() throws Exception {
        ServerClock clock = new ServerClock();
        assertThat(clock.isSet()).isFalse();
        clock.measure(connection, "clock");
        assertThat(clock.isSet()).isTrue();
    }

    @Test
    void theServersTimeCountsHoweverFarItIsFromThatOfThisMachine() throws Exception {
        try (Connection wrong = connect("bare")) {
            Dispatcher teller = wrong.createDispatcher(question -> {
                Instant told = Instant.now().plus(Duration.ofMinutes(5));
                String info = "{\"config\":{\"metadata\":{\"ts\":\"x\"}},\"created\":\"x\",\"ts\":\"" + told + "\"}";
                wrong.publish(question.getReplyTo(), info.getBytes(StandardCharsets.UTF_8));
            });
            teller.subscribe("told.time");
            ServerClock clock = new ServerClock();
            clock.measure(wrong, "clock");
            Duration ahead = Duration.ofNanos(clock.nowNanos() - System.currentTimeMillis() * 1_000_000L);
            Duration tolerance = Duration.ofNanos(clock.errorNanos()).plusMillis(50);
            assertThat(ahead.minusMinutes(5).abs()).isLessThan(tolerance);
        }
    }

    @Test
    void withoutAnAnswerTheReadingBeforeStays() throws Exception {
        ServerClock clock = new ServerClock();
        clock.measure(connection, "clock");
        long error = clock.errorNanos();
        assertThatThrownBy(() -> clock.measure(connection, "no-such-stream")).isInstanceOf(IOException.class);
        Connection closed = connect("work");
        closed.close();
        assertThatThrownBy(() -> clock.measure(closed, "clock")).isInstanceOf(IOException.class);
        assertThat(clock.isSet()).isTrue();
        assertThat(clock.errorNanos()).isEqualTo(error);
    }

    @Test
    void anAnswerWithoutAValidTimeIsNone() throws Exception {
        try (Connection wrong = connect("bare")) {
            Dispatcher teller = wrong.createDispatcher(question ->
                    wrong.publish(question.getReplyTo(), "{\"ts\":\"yesterday\"}".getBytes(StandardCharsets.UTF_8)));
            teller.subscribe("told.time");
            ServerClock clock = new ServerClock();
            assertThatThrownBy(() -> clock.measure(wrong, "clock")).isInstanceOf(IOException.class);
            assertThat(clock.isSet()).isFalse();
        }
    }
}
