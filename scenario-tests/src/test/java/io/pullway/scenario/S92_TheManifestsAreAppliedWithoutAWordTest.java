package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pullway.fixtures.KubernetesCluster.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kubectl apply -k} of every overlay and component, against a real API server. */
@Tag("kubernetes")
final class S92_TheManifestsAreAppliedWithoutAWordTest {

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void anOverlayIsAppliedRollsOutAndThenChangesNothing(String overlay) {
        try (Manifests manifests = new Manifests()) {
            Said first = manifests.apply(Manifests.overlay(overlay)).succeeded();
            assertThat(first.err()).as("warnings").isEmpty();
            assertThat(first.out().lines()).allSatisfy(line -> assertThat(line).endsWith(" created"));

            for (JsonNode deployment : manifests.all("deployments")) {
                String name = deployment.at("/metadata/name").asText();
                manifests
                        .kubectl("-n", "pullway", "rollout", "status", "deployment/" + name, "--timeout=90s")
                        .succeeded();
            }

            List<String> before = manifests.declared(Manifests.overlay(overlay));
            Said second = manifests.apply(Manifests.overlay(overlay)).succeeded();
            assertThat(second.err()).as("warnings").isEmpty();
            assertThat(manifests.declared(Manifests.overlay(overlay)))
                    .isNotEmpty()
                    .isEqualTo(before);
            Said difference =
                    manifests.kubectl("diff", "-k", Manifests.overlay(overlay).toString());
            assertThat(difference.exitCode()).as(difference.out()).isZero();
        }
    }

    @Test
    void aRestoredDatabaseIsLikeTheOneBesideIt() {
        try (Manifests manifests = new Manifests()) {
            manifests.apply(Manifests.overlay("prod")).succeeded();
            Said restored = manifests.apply(Manifests.overlay("restore")).succeeded();

            assertThat(restored.err()).as("warnings").isEmpty();
            assertThat(restored.out().lines())
                    .containsExactlyInAnyOrder(
                            "objectstore.barmancloud.cnpg.io/pullway-db unchanged",
                            "cluster.postgresql.cnpg.io/pullway-db-restored created",
                            "scheduledbackup.postgresql.cnpg.io/pullway-db-restored created");
            List<ObjectNode> specs = manifests.all("clusters.postgresql.cnpg.io").stream()
                    .map(cluster -> ((ObjectNode) cluster.get("spec")).remove(List.of("bootstrap", "externalClusters")))
                    .toList();
            assertThat(specs).hasSize(2);
            assertThat(specs.getFirst()).isEqualTo(specs.getLast());

            List<JsonNode> before = manifests.all("clusters.postgresql.cnpg.io");
            Said switched = manifests
                    .apply(Manifests.with("overlays/prod", "restored-database"))
                    .succeeded();
            assertThat(switched.err()).as("warnings").isEmpty();
            assertThat(switched.out().lines())
                    .contains(
                            "deployment.apps/rating-service configured",
                            "deployment.apps/moderation-service configured")
                    .noneMatch(line -> line.startsWith("cluster.postgresql.cnpg.io/pullway-db "));
            // The API server counts changes of a spec there.
            assertThat(manifests.all("clusters.postgresql.cnpg.io"))
                    .extracting(cluster -> cluster.at("/metadata/generation").asLong())
                    .containsExactlyElementsOf(before.stream()
                            .map(cluster -> cluster.at("/metadata/generation").asLong())
                            .toList());
        }
    }

    @Test
    void everyComponentGoesOnTheBaseByItself() {
        try (Manifests manifests = new Manifests()) {
            manifests
                    .apply(Manifests.overlay("dev").resolve("../../base"), "--server-side")
                    .succeeded();
            assertThat(Manifests.components()).hasSizeGreaterThan(8).allSatisfy(component -> {
                Said said = manifests.apply(
                        Manifests.withComponent(component), "--server-side", "--dry-run=server", "--force-conflicts");
                assertThat(said.exitCode()).as(said.err()).isZero();
                assertThat(said.err()).as("warnings").isEmpty();
            });
        }
    }

    @Test
    void anUnknownFieldIsRefused(@TempDir Path folder) throws IOException {
        try (Manifests manifests = new Manifests()) {
            manifests.apply(Manifests.overlay("dev")).succeeded();
            String stream = manifests
                    .kubectl("-n", "pullway", "get", "stream", "rating-service", "-o", "yaml")
                    .succeeded()
                    .out();
            Path wrong = Files.writeString(folder.resolve("wrong.yaml"), stream.replace("maxAge:", "maxAges:"));
            Said said = manifests.kubectl("apply", "--validate=strict", "-f", wrong.toString());
            assertThat(said.exitCode()).isNotZero();
            assertThat(said.err()).contains("unknown field \"spec.maxAges\"");
        }
    }
}
