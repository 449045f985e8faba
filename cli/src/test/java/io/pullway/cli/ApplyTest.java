package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.api.StreamConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplyTest extends ApplyOnNats {
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
