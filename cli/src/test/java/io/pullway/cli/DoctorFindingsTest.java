package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.RequestId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code pullway doctor} finds of streams, consumers and letters, in every way in which they can be made ill here. */
class DoctorFindingsTest {
    @AutoClose
    private static final Patients PATIENTS = new Patients();

    @TempDir
    private Path folder;

    @Test
    void whatIsNotAsDeclaredIsNamedWithTheCommandThatMendsIt() throws Exception {
        Path declared = Files.writeString(folder.resolve("orders.yaml"), """
                apiVersion: jetstream.nats.io/v1beta2
                kind: Stream
                metadata: {name: orders}
                spec: {name: orders, subjects: [http.orders.>], retention: workqueue, storage: file, maxMsgs: 1000, maxBytes: 1048576}
                ---
                apiVersion: jetstream.nats.io/v1beta2
                kind: Consumer
                metadata: {name: orders}
                spec: {streamName: orders, durableName: orders, ackPolicy: explicit, ackWait: 10s, filterSubjects: [http.orders.>]}
                """);
        assertThat(PATIENTS.as("drifted", "apply", declared.toString(), Patients.DECLARED + "/dead-letters.yaml")
                        .exitCode())
                .isZero();
        try (Connection connection = PATIENTS.connect("drifted")) {
            StreamConfiguration.Builder changed = StreamConfiguration.builder(
                    connection.jetStreamManagement().getStreamInfo("orders").getConfiguration());
            connection
                    .jetStreamManagement()
                    .updateStream(changed.maxMessages(5).allowDirect(true).build());
            connection.jetStreamManagement().deleteConsumer("orders", "orders");
            connection
                    .jetStreamManagement()
                    .addStream(StreamConfiguration.builder()
                            .name("stray")
                            .subjects("http.stray.>")
                            .maxBytes(1_048_576)
                            .build());
        }

        Run ill = PATIENTS.doctor("drifted", "--declared", declared.toString());

        assertThat(ill.exitCode()).isEqualTo(4);
        assertThat(ill.out())
                .contains("ERROR  declared: consumer orders/orders declared and not there.")
                .contains("ERROR  declared: stream orders is not as it is declared: maxMsgs 5 -> 1000, allowDirect true"
                        + " -> false.")
                .contains("$ scripts/pullway apply " + declared)
                .contains("note  declared: stream stray takes requests and is declared nowhere here.")
                .contains("ERROR  queues: stream orders has no consumer.");
        assertThat(ill.out()).contains("Not looked at: servers: each server's version, clock, disk");
        assertThat(PATIENTS.as("drifted", "apply", declared.toString()).exitCode())
                .isZero();
        assertThat(PATIENTS.doctor("drifted", "--declared", declared.toString()).out())
                .doesNotContain("declared: stream orders", "declared: consumer");
    }

    @Test
    void whatIsFullUnboundedOrStuckIsTold() throws Exception {
        try (Connection connection = PATIENTS.connect("loaded")) {
            addStream(connection, "jobs", "http.jobs.>", 3_000_000);
            addStream(connection, "ANSWERS_jobs", "answer.jobs.>", 700_000);
            connection
                    .jetStreamManagement()
                    .addOrUpdateConsumer(
                            "jobs",
                            ConsumerConfiguration.builder()
                                    .durable("jobs")
                                    .ackWait(Duration.ofMillis(200))
                                    .maxAckPending(2)
                                    .maxDeliver(7)
                                    .build());
            for (int i = 0; i < 3; i++) {
                connection.jetStream().publish("http.jobs.post", new byte[900_000]);
            }
            connection.jetStream().publish("answer.jobs.x", new byte[600_000]);
            JetStreamSubscription puller =
                    connection.jetStream().subscribe(null, PullSubscribeOptions.bind("jobs", "jobs"));
            assertThat(puller.fetch(2, Duration.ofSeconds(5))).hasSize(2);
            // Not acknowledged in time, they come again.
            assertThat(puller.fetch(2, Duration.ofSeconds(5))).hasSize(2);

            Run ill = PATIENTS.doctor("loaded", "--declared", Patients.DECLARED + "/dead-letters.yaml");

            assertThat(ill.exitCode()).isEqualTo(4);
            assertThat(ill.out())
                    .contains("warning  storage: the account uses 3.1 MiB of the 3.7 MiB that it may.")
                    .contains("warning  storage: stream jobs holds 2.6 MiB of 2.9 MiB.")
                    .contains("warning  storage: stream ANSWERS_jobs holds 0.6 MiB of 0.7 MiB.")
                    .contains("proxies refuse keyed and asynchronous requests")
                    .contains("ERROR  queues: 3 requests are in the queue of jobs, and no instance of it is there.")
                    .contains("ERROR  queues: consumer jobs/jobs has 2 of 2 messages handed out")
                    .contains(
                            "warning  queues: consumer jobs/jobs has 2 messages under way that were handed out before.")
                    .contains("ERROR  queues: consumer jobs/jobs hands out a message 7 times at most.")
                    .contains("ERROR  queues: there is no stream for dead letters.")
                    .contains("$ scripts/pullway apply k8s/base/streams/dead-letters.yaml");
        }
    }

    @Test
    void anUnboundedStreamAndDeadLettersAreTold() throws Exception {
        try (NatsServer other = NatsServer.started();
                Connection connection = other.connect()) {
            Run.of("apply", Patients.DECLARED + "/dead-letters.yaml", "--server", other.url());
            addStream(connection, "endless", "orders.>", -1);
            DeadLetter letter = new DeadLetter(
                    RequestId.next(), "gave-up", new DeadLetter.Origin("http.jobs.get", "jobs", 1, 6), new byte[0]);
            connection.jetStream().publish(letter.toMessage(1 << 20));

            Run ill = Run.of(
                    "doctor",
                    "--no-cluster",
                    "--json",
                    "--declared",
                    Patients.DECLARED + "/dead-letters.yaml",
                    "-s",
                    other.url());

            assertThat(ill.exitCode()).isEqualTo(4);
            assertThat(ill.out())
                    .contains("\"errors\":1,\"warnings\":1")
                    .contains("{\"severity\":\"error\",\"what\":\"stream endless has no limit of bytes\"")
                    .contains("\"command\":\"nats stream edit endless --max-bytes=256MiB\"")
                    .contains("{\"severity\":\"warning\",\"what\":\"there are 1 dead letters\"")
                    .contains("\"name\":\"servers\",\"findings\":[],\"notLookedAt\":[\"each server's version");
        }
    }

    private static void addStream(Connection connection, String name, String subjects, long maxBytes) throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(name)
                        .subjects(subjects)
                        .discardPolicy(DiscardPolicy.New)
                        .maxBytes(maxBytes)
                        .build());
    }
}
