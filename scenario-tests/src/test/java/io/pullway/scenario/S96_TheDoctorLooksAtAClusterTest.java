package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code pullway doctor} with a real API server, where the overlay of k3d is applied, and a real nats-server with its users.
 * What NACK would say of its resources, the test says; what it would make, {@code pullway apply} makes.
 */
@Tag("kubernetes")
final class S96_TheDoctorLooksAtAClusterTest {
    private static final List<String> KINDS = List.of("streams.jetstream.nats.io", "consumers.jetstream.nats.io");

    @TempDir
    private static Path folder;

    private static NatsServer nats;
    private static Manifests manifests;

    @BeforeAll
    static void start() throws IOException {
        nats = NatsServer.started(NatsUsers.configuration() + "\nno_auth_user: nack\n");
        manifests = new Manifests();
        manifests.apply(Manifests.overlay("dev")).succeeded();
        for (String kind : KINDS) {
            Path declared = Files.writeString(folder.resolve(kind + ".yaml"), manifests.yaml("pullway", kind));
            CommandLine.with(Map.of(), List.of("apply", declared.toString(), "--server", nats.url()))
                    .succeeded();
            for (JsonNode resource : manifests.all(kind)) {
                ready(kind + "/" + resource.at("/metadata/name").asText(), "True", 1);
            }
        }
        for (JsonNode deployment : manifests.all("deployments")) {
            String name = deployment.at("/metadata/name").asText();
            manifests
                    .kubectl("-n", "pullway", "rollout", "status", "deployment/" + name, "--timeout=90s")
                    .succeeded();
        }
    }

    @AfterAll
    static void end() {
        manifests.close();
        nats.close();
    }

    @Test
    void aClusterWhereAllIsAsDeclaredIsWell() {
        CommandLine well = doctor();
        assertThat(well.output())
                .contains("and at the cluster of context fixture, namespace pullway")
                .contains("Well: server, rights, declared, clocks, storage, servers, cluster.")
                .doesNotContain("Not looked at")
                .endsWith("Nothing has to be done.\n");
        assertThat(well.exitCode()).isZero();
    }

    @Test
    void whatNackSaysAndDoesNotSayIsTold() {
        String stream = "streams.jetstream.nats.io/dead-letters";
        ready(stream, "False", 1);
        String consumer = "consumers.jetstream.nats.io/echo-service";
        describe(consumer, "changed");
        try {
            CommandLine ill = doctor();
            assertThat(ill.exitCode()).isEqualTo(4);
            assertThat(ill.output())
                    .contains("ERROR  cluster: " + stream + ": NACK cannot make it so: said by the test.")
                    .contains("$ kubectl --namespace pullway describe " + stream)
                    .contains("ERROR  cluster: " + consumer + ": NACK has seen to its version 1" + " and not to 2.")
                    .contains(
                            "ERROR  declared: consumer echo-service/echo-service is not as it is declared: description");
        } finally {
            ready(stream, "True", 1);
            describe(consumer, "Requests whose clients wait for the answer");
            ready(consumer, "True", 3);
        }
    }

    /** The stream stays Ready: NACK compares no field that its resource leaves out. */
    @Test
    void whatNackDoesNotReconcileIsDriftAllTheSameAndItsCommandMendsIt() throws Exception {
        try (Connection nack = nats.connect()) {
            StreamConfiguration.Builder changed = StreamConfiguration.builder(
                    nack.jetStreamManagement().getStreamInfo("echo-service").getConfiguration());
            nack.jetStreamManagement()
                    .updateStream(
                            changed.allowDirect(true).maxMessagesPerSubject(7).build());
        }
        CommandLine drifted = doctor();
        assertThat(drifted.exitCode()).isEqualTo(4);
        assertThat(drifted.output())
                .contains("ERROR  declared: stream echo-service is not as it is declared: maxMsgsPerSubject 7 -> -1,"
                        + " allowDirect true -> false.")
                .contains("$ kubectl --namespace pullway get streams.jetstream.nats.io/echo-service --output yaml"
                        + " | scripts/pullway apply -");

        String yaml = manifests
                .kubectl("-n", "pullway", "get", "streams.jetstream.nats.io/echo-service", "--output", "yaml")
                .succeeded()
                .out();
        Path piped = Files.writeString(folder.resolve("piped.yaml"), yaml);
        CommandLine.with(Map.of(), List.of("apply", piped.toString(), "--server", nats.url()))
                .succeeded();
        assertThat(doctor().output()).contains("declared, clocks");
    }

    @Test
    void whatOneMayNotReadIsToldAsNotLookedAt() throws IOException {
        Path powerless = Files.writeString(
                folder.resolve("powerless.conf"),
                Files.readString(manifests.kubeconfig()).replace("user: {token: admin}", "user: {token: scheduler}"));
        assertThat(doctor("--kubeconfig", powerless.toString()).output())
                .contains(
                        "Not looked at: cluster: the resources Stream of NACK in context fixture, namespace pullway: this"
                                + " user may not read them");
    }

    private static CommandLine doctor(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "doctor", "--server", nats.url(), "--inbox-prefix", "_INBOX_operator", "--system-user", "system"));
        if (Stream.of(more).noneMatch("--kubeconfig"::equals)) {
            arguments.addAll(List.of("--kubeconfig", manifests.kubeconfig().toString()));
        }
        arguments.addAll(List.of(more));
        return CommandLine.with(
                Map.of(
                        "NATS_USER", "operator",
                        "NATS_PASSWORD", NatsUsers.PASSWORD,
                        "NATS_SYSTEM_PASSWORD", NatsUsers.PASSWORD),
                arguments);
    }

    /** Changes what is declared, as a person with kubectl would. */
    private static void describe(String resource, String description) {
        String change = "{\"spec\":{\"description\":\"" + description + "\"}}";
        manifests
                .kubectl("-n", "pullway", "patch", resource, "--type=merge", "-p", change)
                .succeeded();
    }

    private static void ready(String resource, String status, long generation) {
        manifests.say(resource, "pullway", "Ready", status);
        manifests.seenTo(resource, generation);
    }
}
