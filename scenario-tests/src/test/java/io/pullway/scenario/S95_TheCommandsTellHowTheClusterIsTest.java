package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the dev environment with the real kubectl, against a real API server that passes for the k3d cluster. What
 * operators would say of their resources, the test says.
 */
@Tag("kubernetes")
final class S95_TheCommandsTellHowTheClusterIsTest {
    private static final List<String> DECLARED = List.of(
            "streams.jetstream.nats.io",
            "consumers.jetstream.nats.io",
            "clusters.postgresql.cnpg.io",
            "scaledobjects.keda.sh");

    @TempDir
    private static Path folder;

    private static Manifests manifests;
    private static Path kubeconfig;

    private record Ended(int exitCode, String output) {}

    @BeforeAll
    static void start() throws IOException {
        manifests = new Manifests();
        manifests.apply(Manifests.overlay("dev")).succeeded();
        kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"),
                Files.readString(manifests.kubeconfig())
                        .replace("contexts: [{name: fixture", "contexts: [{name: k3d-pullway"));
        for (String part : List.of("scripts", "k8s")) {
            copy(Checkout.root().resolve(part), folder.resolve(part));
        }
        for (JsonNode deployment : manifests.all("deployments")) {
            manifests
                    .kubectl(
                            "-n",
                            "pullway",
                            "rollout",
                            "status",
                            "deployment/" + deployment.at("/metadata/name").asText(),
                            "--timeout=90s")
                    .succeeded();
        }
        for (String kind : DECLARED) {
            for (JsonNode declared : manifests.all(kind)) {
                manifests.say(kind + "/" + declared.at("/metadata/name").asText(), "pullway", "Ready", "True");
            }
        }
        manifests.say("gateways.gateway.networking.k8s.io/pullway", "pullway-gateway", "Programmed", "True");
    }

    @AfterAll
    static void end() {
        manifests.close();
    }

    @Test
    void streamsAndTheGatewayAreDeployedByThemselves() {
        Ended streams = run("deploy-nack");
        assertThat(streams.exitCode()).as(streams.output()).isZero();
        assertThat(streams.output())
                .contains("stream.jetstream.nats.io/rating-service unchanged", "condition met")
                .doesNotContain("deployment.apps", "Warning");
        Ended gateway = run("deploy-gateway");
        assertThat(gateway.exitCode()).as(gateway.output()).isZero();
        assertThat(gateway.output())
                .contains("httproute.gateway.networking.k8s.io/api")
                .doesNotContain("jetstream");
    }

    @Test
    void theStatusNamesWhatIsWrong() {
        Ended well = run("cluster-status");
        assertThat(well.output()).endsWith("Nothing is wrong.\n");
        assertThat(well.exitCode()).isZero();

        isNamed("streams.jetstream.nats.io/dead-letters", "Streams:");
        isNamed("clusters.postgresql.cnpg.io/pullway-db", "Database:");
        isNamed("scaledobjects.keda.sh/rating-service", "Autoscaling:");
    }

    private static void isNamed(String resource, String title) {
        manifests.say(resource, "pullway", "Ready", "False");
        try {
            Ended ill = run("cluster-status");
            assertThat(ill.exitCode()).isEqualTo(1);
            assertThat(ill.output())
                    .contains(title + "\n  " + resource.substring(resource.indexOf('/') + 1) + ": said by the test");
        } finally {
            manifests.say(resource, "pullway", "Ready", "True");
        }
    }

    /** The part of create-cluster that is between kubectl and the API server; charts need another network. */
    @Test
    void aUserOfNatsWhoCameLaterGetsAPasswordAndNobodyElse() throws IOException {
        Path command = Files.writeString(folder.resolve("scripts/make-passwords"), """
                #!/usr/bin/env bash
                set -euo pipefail
                for file in common cluster operators; do source "${0%/*}/lib/$file.sh"; done
                begin
                make_passwords
                """);
        assertThat(command.toFile().setExecutable(true)).isTrue();
        assertThat(run("make-passwords").exitCode()).isZero();
        JsonNode before = passwords("nats", "nats-users");
        assertThat(before).hasSizeGreaterThanOrEqualTo(7);
        manifests
                .kubectl(
                        "-n",
                        "nats",
                        "patch",
                        "secret",
                        "nats-users",
                        "--type=json",
                        "-p",
                        "[{\"op\":\"remove\",\"path\":\"/data/moderation-service\"}]")
                .succeeded();

        Ended again = run("make-passwords");
        assertThat(again.exitCode()).as(again.output()).isZero();
        ObjectNode after = passwords("nats", "nats-users");
        assertThat(after.get("moderation-service"))
                .isEqualTo(passwords("pullway", "nats-moderation-service").get("password"))
                .isNotEqualTo(before.get("moderation-service"));
        after.set("moderation-service", before.get("moderation-service"));
        assertThat(after).as("all the others").isEqualTo(before);
        assertThat(run("make-passwords").output()).endsWith("The passwords of NATS are there already.\n");
    }

    private static ObjectNode passwords(String namespace, String secret) {
        return (ObjectNode) manifests.all("secrets").stream()
                .filter(each -> each.at("/metadata/namespace").asText().equals(namespace)
                        && each.at("/metadata/name").asText().equals(secret))
                .findAny()
                .orElseThrow()
                .get("data");
    }

    private static Ended run(String command) {
        try {
            Path output = Files.createTempFile(folder, command, "");
            ProcessBuilder builder = new ProcessBuilder(
                            folder.resolve("scripts").resolve(command).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            builder.environment().merge("PATH", System.getenv("PULLWAY_KUBERNETES"), (old, first) -> first + ":" + old);
            Process process = builder.start();
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
            return new Ended(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while " + command + " ran", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
