package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyTest {
    private static final String STREAM = """
            apiVersion: jetstream.nats.io/v1beta2
            kind: Stream
            metadata:
              name: orders
            spec:
              name: orders
              subjects: [http.orders.>]
              retention: workqueue
              storage: file
              maxMsgs: 1000
            """;
    private static final String CONSUMER = """
            apiVersion: jetstream.nats.io/v1beta2
            kind: Consumer
            metadata:
              name: orders
            spec:
              streamName: orders
              durableName: orders
              ackPolicy: explicit
              ackWait: 10s
              filterSubjects: [http.orders.>]
            """;

    private static NatsServer nats;
    private static Connection connection;
    private static JetStreamManagement management;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        nats = NatsServer.started();
        nats.keepAStream();
        connection = nats.connect();
        management = connection.jetStreamManagement();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        connection.close();
        nats.close();
    }

    @AfterEach
    void removeStreams() throws Exception {
        for (String stream : streams()) {
            management.deleteStream(stream);
        }
    }

    private static List<String> streams() throws Exception {
        return management.getStreamNames().stream()
                .filter(name -> !name.equals(NatsServer.KEPT_STREAM))
                .toList();
    }

    @Test
    void createsThenLeavesThenUpdates() throws Exception {
        Path file = write("orders.yaml", STREAM + "---\n" + CONSUMER);
        assertThat(apply(file)).isEqualTo(done("created stream orders", "created consumer orders/orders"));
        assertThat(management.getStreamInfo("orders").getConfiguration().getMaxMsgs())
                .isEqualTo(1000);
        assertThat(management
                        .getConsumerInfo("orders", "orders")
                        .getConsumerConfiguration()
                        .getFilterSubjects())
                .containsExactly("http.orders.>");

        assertThat(apply(file)).isEqualTo(done("unchanged stream orders", "unchanged consumer orders/orders"));

        Files.writeString(
                file, (STREAM + "---\n" + CONSUMER).replace("1000", "100000").replace("10s", "30s"));
        assertThat(apply(file))
                .isEqualTo(done(
                        "updated stream orders: maxMsgs 1000 -> 100000",
                        "updated consumer orders/orders: ackWait 10s -> 30s"));
        assertThat(management.getStreamInfo("orders").getConfiguration().getMaxMsgs())
                .isEqualTo(100_000);
    }

    @Test
    void appliesTheStreamsOfTheProjectTwice() {
        Path streams = checkout().resolve("k8s/base/streams");
        assertThat(apply(streams).out().lines()).isNotEmpty().allMatch(line -> line.startsWith("created "));
        assertThat(apply(streams).out().lines()).isNotEmpty().allMatch(line -> line.startsWith("unchanged "));
    }

    @Test
    void appliesAStreamBeforeItsConsumersWhateverTheOrder() throws Exception {
        write("a.yaml", CONSUMER);
        write("b.yml", STREAM);
        write("kustomization.yaml", "kind: Kustomization\nresources: [a.yaml, b.yml]\n");
        write("README.md", "# not for us: {");
        assertThat(apply(folder)).isEqualTo(done("created stream orders", "created consumer orders/orders"));
    }

    @Test
    void readsStandardInput() {
        Run run = Run.withInput(STREAM, "apply", "-", "--server", nats.url());
        assertThat(run).isEqualTo(done("created stream orders"));
    }

    @Test
    void onlySaysWhatItWouldDoWhenDry() throws Exception {
        Path file = write("orders.yaml", CONSUMER + "---\n" + STREAM);
        assertThat(apply(file, "--dry-run"))
                .isEqualTo(done("would create stream orders", "would create consumer orders/orders"));
        assertThat(streams()).isEmpty();
        apply(file);
        Files.writeString(file, STREAM.replace("1000", "7"));
        assertThat(apply(file, "--dry-run")).isEqualTo(done("would update stream orders: maxMsgs 1000 -> 7"));
        assertThat(management.getStreamInfo("orders").getConfiguration().getMaxMsgs())
                .isEqualTo(1000);
    }

    @Test
    void keepsMessagesWhenItUpdates() throws Exception {
        apply(write("orders.yaml", STREAM));
        connection.jetStream().publish("http.orders.get", new byte[0]);
        assertThat(apply(write("orders.yaml", STREAM.replace("1000", "7"))).exitCode())
                .isZero();
        assertThat(management.getStreamInfo("orders").getStreamState().getMsgCount())
                .isEqualTo(1);
    }

    @Test
    void undoesWhatSomebodyChangedByHandEvenWhereTheFileIsSilent() throws Exception {
        Path file = write("orders.yaml", STREAM);
        apply(file);
        management.updateStream(
                StreamConfiguration.builder(management.getStreamInfo("orders").getConfiguration())
                        .allowDirect(true)
                        .maxMessagesPerSubject(5)
                        .build());
        assertThat(apply(file))
                .isEqualTo(done("updated stream orders: maxMsgsPerSubject 5 -> -1, allowDirect true -> false"));
        assertThat(apply(file)).isEqualTo(done("unchanged stream orders"));
    }

    @Test
    void refusesAnUnknownFieldBeforeItTouchesAnything() throws Exception {
        write("a.yaml", STREAM);
        Path wrong = write("b.yaml", CONSUMER.replace("ackWait", "ackWaits").replace("filter", "filer"));
        assertThat(apply(folder))
                .isEqualTo(refused(
                        wrong + ":9: Consumer orders: spec.ackWaits: unknown field; did you mean ackWait?",
                        wrong + ":10: Consumer orders: spec.filerSubjects: unknown field; did you mean filterSubjects?",
                        wrong + ":6: Consumer orders: spec.ackWait: is missing: NACK's default of 1ns would deliver"
                                + " every message again at once; write for example 30s"));
        assertThat(streams()).isEmpty();
    }

    @Test
    void refusesWhatNatsCannotChangeBeforeItTouchesAnything() throws Exception {
        apply(write("orders.yaml", STREAM));
        write("another.yaml", STREAM.replace("orders", "another"));
        Path changed =
                write("orders.yaml", STREAM.replace("workqueue", "limits").replace("file", "memory"));
        Run run = apply(folder);
        String remedy =
                " on what exists: write %s, or delete the stream, with all its messages and consumers, and apply"
                        + " again";
        assertThat(run)
                .isEqualTo(refused(
                        changed + ":1: Stream orders: spec.retention: NATS cannot change workqueue to limits"
                                + remedy.formatted("workqueue"),
                        changed + ":1: Stream orders: spec.storage: NATS cannot change file to memory"
                                + remedy.formatted("file")));
        assertThat(streams()).containsExactly("orders");
        assertThat(management.getStreamInfo("orders").getConfiguration().getStorageType())
                .isEqualTo(StorageType.File);
    }

    @Test
    void refusesAConsumerThatNothingCanReach() throws Exception {
        Path alone = write("alone.yaml", CONSUMER);
        assertThat(apply(alone))
                .isEqualTo(refused(alone
                        + ":1: Consumer orders/orders: its stream orders does not exist and is not declared here"));
        Path deaf = write("deaf.yaml", STREAM + "---\n" + CONSUMER.replace("http.orders.>", "http.order.>"));
        assertThat(apply(deaf))
                .isEqualTo(refused(deaf + ":12: Consumer orders/orders: spec.filterSubjects: http.order.> matches no"
                        + " subject of stream orders: http.orders.>"));
        assertThat(streams()).isEmpty();
    }

    @Test
    void tellsWhatTheServerSaysWhenItRefuses() throws Exception {
        Path file = write("both.yaml", STREAM + "---\n" + STREAM.replace("name: orders", "name: twin"));
        Run run = apply(file);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("created stream orders\n");
        assertThat(run.err())
                .isEqualTo(file + ":12: Stream twin: NATS refuses it: subjects overlap with an existing stream"
                        + " (error 10065)\n");
        Run replicated = apply(write("three.yaml", STREAM + "  replicas: 3\n"));
        assertThat(replicated.err()).contains("NATS refuses it: replicas > 1 not supported in non-clustered mode");
    }

    @Test
    void leavesWhatIsNotToBeUpdated() throws Exception {
        apply(write("orders.yaml", STREAM));
        Path file = write("orders.yaml", STREAM.replace("1000", "7") + "  preventUpdate: true\n");
        assertThat(apply(file))
                .isEqualTo(done("left stream orders as it is (preventUpdate), although: maxMsgs 1000 -> 7"));
    }

    @Test
    void keepsWhatItDoesNotKnow() throws Exception {
        apply(write("orders.yaml", STREAM.replace("workqueue", "limits")));
        connection.request("$JS.API.STREAM.UPDATE.orders", """
                {"name":"orders","subjects":["http.orders.>"],"storage":"file","max_msgs":5,"allow_batched":true}""".getBytes(), java.time.Duration.ofSeconds(5));
        assertThat(apply(write("orders.yaml", STREAM.replace("workqueue", "limits"))))
                .isEqualTo(done("updated stream orders: maxMsgs 5 -> 1000"));
        String info = new String(connection
                .request("$JS.API.STREAM.INFO.orders", new byte[0], java.time.Duration.ofSeconds(5))
                .getData());
        assertThat(info).contains("\"allow_batched\":true").contains("\"max_msgs\":1000");
    }

    private static Run apply(Path file, String... options) {
        String[] arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"apply", file.toString(), "--server", nats.url()}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Run.of(arguments);
    }

    private static Run done(String... lines) {
        return new Run(0, String.join("\n", lines) + "\n", "");
    }

    private static Run refused(String... lines) {
        return new Run(1, "", String.join("\n", lines) + "\n");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static Path checkout() {
        Path here = Path.of("").toAbsolutePath();
        for (Path at : List.of(here, here.getParent())) {
            if (Files.exists(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new IllegalStateException("The tests run in the checkout");
    }
}
