package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AccountStatistics;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.RequestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code pullway doctor} on a real NATS server that is ill in every way that can be produced: each account of the server is
 * a patient of its own.
 */
class DoctorTest {
    private static final String DECLARED =
            Path.of("..", "k8s", "base", "streams").toString();

    private static NatsServer nats;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        nats = NatsServer.started("""
                system_account: SYS
                accounts {
                  SYS { users: [{user: system, password: secret}] }
                  WELL { jetstream: enabled, users: [
                    {user: well, password: secret}
                    {user: limited, password: secret, permissions {
                      publish: ["$JS.API.STREAM.INFO.*", "$JS.API.CONSUMER.INFO.*.*"], subscribe: ["_INBOX.>"]}}
                    {user: mute, password: secret, permissions {publish: [">"], subscribe: ["elsewhere"]}}
                  ] }
                  DRIFTED { jetstream: enabled, users: [{user: drifted, password: secret}] }
                  LOADED { jetstream: {max_file: 3900000}, users: [{user: loaded, password: secret}] }
                  WITHOUT { users: [{user: without, password: secret}] }
                }
                """);
        assertThat(as("well", "apply", DECLARED).err()).isEmpty();
    }

    @AfterAll
    static void end() {
        nats.close();
    }

    @Test
    void whereNothingIsWrongItSaysSoAndWhatItDidNotLookAt() throws Exception {
        long before = streams("well");

        Run run = doctor("well", "--system-user", "system", "--system-password", "secret");

        assertThat(run.out())
                .startsWith("Looked at NATS 2.")
                .contains("Well: server, rights, declared, clocks, storage, servers.")
                .contains("Not looked at: cluster: --no-cluster says so")
                .contains("note  queues: no instance of rating-service is there.")
                .endsWith("Nothing has to be done, as far as could be looked.\n");
        assertThat(run.exitCode()).isZero();
        assertThat(streams("well")).as("nothing that was tried had an effect").isEqualTo(before);
    }

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
        assertThat(as("drifted", "apply", declared.toString(), DECLARED + "/dead-letters.yaml")
                        .exitCode())
                .isZero();
        try (Connection connection = connect("drifted")) {
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

        Run ill = doctor("drifted", "--declared", declared.toString());

        assertThat(ill.exitCode()).isEqualTo(4);
        assertThat(ill.out())
                .contains("ERROR  declared: consumer orders/orders declared and not there.")
                .contains("ERROR  declared: stream orders is not as it is declared: maxMsgs 5 -> 1000, allowDirect true"
                        + " -> false.")
                .contains("$ scripts/pullway apply " + declared)
                .contains("note  declared: stream stray takes requests and is declared nowhere here.")
                .contains("ERROR  queues: stream orders has no consumer.");
        assertThat(ill.out()).contains("Not looked at: servers: each server's version, clock, disk");
        assertThat(as("drifted", "apply", declared.toString()).exitCode()).isZero();
        assertThat(doctor("drifted", "--declared", declared.toString()).out())
                .doesNotContain("declared: stream orders", "declared: consumer");
    }

    @Test
    void rightsAreTriedAndTheMissingOnesNamed() {
        Run limited = doctor("limited", "--timeout", "1s", "--system-user", "well", "--system-password", "secret");

        assertThat(limited.exitCode()).isEqualTo(3);
        assertThat(limited.out())
                .contains("warning  rights: this user may not publish to $JS.API.STREAM.LIST.")
                .contains("Fails without it: pullway dead-letters redrive.")
                .contains("may not publish to http.-.doctor", "may not subscribe to presence.>")
                .doesNotContain("may not publish to $JS.API.STREAM.INFO", "no instance of")
                .contains("Not looked at: storage: NATS did not answer: Permissions Violation")
                .contains("Not looked at: queues: ")
                .contains("Not looked at: servers: the servers: none answered");
        assertThat(doctor("mute", "--timeout", "300ms").out())
                .contains("ERROR  rights: no answer reaches this user.", "--inbox-prefix _INBOX_operator");
    }

    @Test
    void whatIsFullUnboundedOrStuckIsTold() throws Exception {
        try (Connection connection = connect("loaded")) {
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

            Run ill = doctor("loaded", "--declared", DECLARED + "/dead-letters.yaml");

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
            Run.of("apply", DECLARED + "/dead-letters.yaml", "--server", other.url());
            addStream(connection, "endless", "orders.>", -1);
            DeadLetter letter = new DeadLetter(
                    RequestId.next(), "gave-up", new DeadLetter.Origin("http.jobs.get", "jobs", 1, 6), new byte[0]);
            connection.jetStream().publish(letter.toMessage(1 << 20));

            Run ill = Run.of(
                    "doctor",
                    "--no-cluster",
                    "--json",
                    "--declared",
                    DECLARED + "/dead-letters.yaml",
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

    @Test
    void whatCannotBeAskedIsNamedAndTheRestIsLookedAt() {
        Run without = doctor("without", "--system-user", "nobody");
        assertThat(without.out())
                .contains("ERROR  server: JetStream is not on for the account of this user.")
                .contains("Not looked at: storage: ", "Not looked at: queues: ", "Not looked at: declared: ")
                .contains("Not looked at: servers: NATS at", "refuses these credentials");

        Run away = Run.of("doctor", "--no-cluster", "--server", "nats://127.0.0.1:1", "--timeout", "1s");
        assertThat(away.exitCode()).isEqualTo(4);
        assertThat(away.out())
                .contains("ERROR  server: NATS cannot be reached at nats://127.0.0.1:1")
                .contains("Not looked at: server: all of NATS", "Not looked at: cluster: ");

        assertThat(Run.of("doctor", "--kubeconfig", folder + "/none", "--server", nats.url())
                        .err())
                .contains("there is no such kubeconfig");
    }

    private static Run doctor(String user, String... more) {
        return as(
                user,
                Stream.concat(
                                Stream.of("doctor", "--no-cluster"),
                                Stream.concat(
                                        Stream.of(more).anyMatch("--declared"::equals)
                                                ? Stream.of()
                                                : Stream.of("--declared", DECLARED),
                                        Stream.of(more)))
                        .toArray(String[]::new));
    }

    private static Run as(String user, String... arguments) {
        return Run.of(Stream.concat(
                        Stream.of(arguments), Stream.of("--server", nats.url(), "--user", user, "--password", "secret"))
                .toArray(String[]::new));
    }

    private static long streams(String user) throws Exception {
        try (Connection connection = connect(user)) {
            AccountStatistics account = connection.jetStreamManagement().getAccountStatistics();
            return account.getStreams() * 1_000 + account.getConsumers();
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

    private static Connection connect(String user) throws IOException, InterruptedException {
        return Nats.connect(
                Options.builder().server(nats.url()).userInfo(user, "secret").build());
    }
}
