package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.PresenceReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code pullway status} on a real NATS server, with instances that report as services do. */
class StatusTest {
    private final ScheduledExecutorService instances = Executors.newSingleThreadScheduledExecutor();
    private NatsServer nats;
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        nats = NatsServer.started();
        connection = nats.connect();
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("user-service")
                        .subjects("http.users.>", "keyed.users.>", "later.users.>", "http.groups.>")
                        .build());
        connection
                .jetStreamManagement()
                .addOrUpdateConsumer(
                        "user-service",
                        ConsumerConfiguration.builder()
                                .durable("user-service")
                                .ackPolicy(AckPolicy.Explicit)
                                .build());
    }

    @AfterEach
    void end() throws InterruptedException {
        instances.shutdownNow();
        connection.close();
        nats.close();
    }

    @Test
    void showsWhoIsThereWhatWaitsAndWhatIsKept() throws Exception {
        for (int i = 0; i < 3; i++) {
            connection.jetStream().publish("http.users.get.5", new byte[0]);
        }
        connection
                .jetStream()
                .subscribe(null, io.nats.client.PullSubscribeOptions.bind("user-service", "user-service"))
                .fetch(1, Duration.ofSeconds(2));
        addStream("ANSWERS_user-service", "answer.users.>");
        connection.jetStream().publish("answer.users.1", new byte[0]);
        addStream("DEAD_LETTERS", "dead.>");
        addStream("elsewhere", "orders.>");
        report("user-1-00000001", "user-1", 32, 5);
        report("user-1-00000002", "user-1", 16, 1);

        String json = Run.of("status", "-o", "json", "--server", nats.url()).out();
        assertThat(json)
                .contains("\"name\":\"user-service\",\"resources\":[\"groups\",\"users\"],\"slots\":48,\"running\":6,"
                        + "\"waiting\":2")
                .contains("\"inFlight\":1,\"answers\":1")
                .containsPattern("\"waiting\":2,\"oldestMs\":[1-9]\\d*,")
                .contains("\"deadLetters\":0")
                .contains("{\"name\":\"user-1\",\"slots\":32,\"running\":5,\"queueWaitMs\":7}")
                .doesNotContain("elsewhere");

        Run table = Run.of("status", "--server", nats.url());
        assertThat(table.exitCode()).isZero();
        assertThat(table.out()).contains("SERVICE", "user-service  groups,users  2", "user-1    user-service  32");
        assertThat(table.out()).contains("dead letters: 0");
    }

    @Test
    void showsAQueueThatNobodyWorksOn() {
        assertThat(Run.of("status", "-o", "json", "--server", nats.url()).out())
                .contains("\"slots\":0,\"running\":0,\"waiting\":0,\"oldestMs\":null")
                .contains("\"instances\":[]", "\"deadLetters\":null");
        assertThat(Run.of("status", "--server", nats.url()).out()).contains("dead letters: no stream for them");
    }

    @Test
    void showsItAnewUntilItIsInterrupted() throws Exception {
        StringWriter out = new StringWriter();
        Thread watching = new Thread(() -> Pullway.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter()))
                .execute("status", "--watch", "-o", "json", "--server", nats.url()));
        watching.start();
        Await.until(
                Duration.ofSeconds(20),
                "it was shown twice",
                () -> out.toString().lines().count() >= 2);
        watching.interrupt();
        watching.join(10_000);
        assertThat(watching.isAlive()).isFalse();
    }

    private void report(String token, String name, int slots, int running) {
        byte[] report = new PresenceReport(
                        "user-service",
                        name,
                        new PresenceReport.Work(slots, running, running, 1, 7),
                        List.of(),
                        false,
                        null,
                        null)
                .encode();
        instances.scheduleAtFixedRate(
                () -> {
                    connection.publish("presence.users." + token, report);
                    connection.publish("presence.groups." + token, report);
                },
                0,
                500,
                TimeUnit.MILLISECONDS);
    }

    private void addStream(String name, String subject) throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(subject)
                        .build());
    }
}
