package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.KubernetesCluster.Said;
import io.pullway.scenario.Reachability.Peer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pod Security, RBAC, network policies and the form of workloads, as a real API server has them of {@code overlays/prod}. */
@Tag("kubernetes")
final class S93_WhatRunsIsConfinedTest {
    private static final Map<String, Peer> PEERS = Map.ofEntries(
            Map.entry("proxy", workload("http-to-nats-proxy", Map.of())),
            Map.entry("rating-service", workload("rating-service", Map.of("pullway.io/database", "client"))),
            Map.entry("moderation", workload("moderation-service", Map.of("pullway.io/database", "client"))),
            Map.entry("database", Peer.pod("pullway", Map.of("cnpg.io/cluster", "pullway-db"))),
            Map.entry("restored", Peer.pod("pullway", Map.of("cnpg.io/cluster", "pullway-db-restored"))),
            Map.entry("stranger", Peer.pod("default", Map.of("pullway.io/nats", "client"))),
            Map.entry("intruder", Peer.pod("pullway", Map.of())),
            Map.entry("gateway", Peer.pod("pullway-gateway", Map.of())),
            Map.entry("nats", Peer.pod("nats", Map.of("app.kubernetes.io/name", "nats"))),
            Map.entry("nack", Peer.pod("nats", Map.of("app.kubernetes.io/name", "nack"))),
            Map.entry("keda", Peer.pod("keda", Map.of())),
            Map.entry("monitoring", Peer.pod("monitoring", Map.of())),
            Map.entry("cnpg", Peer.pod("cnpg-system", Map.of())),
            Map.entry("dns", Peer.pod("kube-system", Map.of("k8s-app", "kube-dns"))),
            Map.entry("internet", Peer.INTERNET));

    private static Manifests manifests;
    private static Reachability network;

    @BeforeAll
    static void apply() {
        manifests = new Manifests();
        manifests.apply(Manifests.overlay("prod")).succeeded();
        network = new Reachability(manifests.all("networkpolicies"));
    }

    @AfterAll
    static void end() {
        manifests.close();
    }

    /** Rows: from, to, the ports among those tried that are open; all others are closed. */
    @ParameterizedTest(name = "{0} to {1}: {2}")
    @CsvSource(textBlock = """
            internet,       gateway,        80 443 8080 8443
            internet,       proxy,          -
            internet,       rating-service, -
            internet,       nats,           -
            internet,       database,       -
            gateway,        proxy,          8080
            gateway,        rating-service, -
            gateway,        nats,           -
            proxy,          nats,           4222
            proxy,          rating-service, -
            proxy,          database,       -
            proxy,          internet,       443
            proxy,          dns,            53
            rating-service, nats,           4222
            rating-service, database,       5432
            rating-service, proxy,          -
            rating-service, moderation,     -
            rating-service, internet,       443
            moderation,     nats,           4222
            moderation,     database,       5432
            moderation,     rating-service, -
            moderation,     internet,       443
            gateway,        moderation,     -
            database,       database,       5432 8000
            rating-service, restored,       5432
            moderation,     restored,       5432
            restored,       restored,       5432 8000
            restored,       internet,       443 6443
            restored,       rating-service, -
            cnpg,           restored,       5432 8000
            intruder,       restored,       -
            database,       rating-service, -
            database,       nats,           -
            cnpg,           database,       5432 8000
            nats,           nats,           4222 6222
            nats,           internet,       -
            nats,           proxy,          -
            nack,           nats,           4222
            nack,           proxy,          -
            keda,           nats,           8222
            keda,           proxy,          -
            monitoring,     proxy,          9000
            monitoring,     rating-service, 9000
            monitoring,     moderation,     9000
            monitoring,     nats,           7777
            monitoring,     database,       9187
            stranger,       nats,           -
            stranger,       proxy,          -
            stranger,       database,       -
            intruder,       nats,           -
            intruder,       proxy,          -
            intruder,       database,       -
            intruder,       internet,       -
            """)
    void connectionsAreOpenAsSaid(String from, String to, String ports) {
        List<Integer> tried = List.of(53, 80, 443, 4222, 5432, 6222, 6443, 7777, 8000, 8080, 8222, 8443, 9000, 9187);
        String open = tried.stream()
                .filter(port -> network.reaches(PEERS.get(from), PEERS.get(to), port))
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
        assertThat(open.isEmpty() ? "-" : open).isEqualTo(ports);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pullway", "nats"})
    void whatIsNotRestrictedDoesNotRun(String namespace) {
        Said root = manifests.kubectl("-n", namespace, "run", "root", "--image=anything");
        assertThat(root.err()).contains("violates PodSecurity \"restricted");
        Said host = manifests.kubectl(
                "-n",
                "pullway-gateway",
                "run",
                "host",
                "--image=anything",
                "--overrides={\"spec\":{\"hostNetwork\":true}}");
        assertThat(host.err()).contains("violates PodSecurity \"baseline");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-to-nats-proxy", "rating-service", "moderation-service"})
    void workloadsMayDoNothingInKubernetes(String account) {
        String user = "--as=system:serviceaccount:pullway:" + account;
        for (String what : List.of("get secrets", "list pods", "create pods", "patch deployments", "get streams")) {
            String[] words = what.split(" ");
            Said said = manifests.kubectl("-n", "pullway", "auth", "can-i", words[0], words[1], user);
            assertThat(said.out().trim()).as(what).isEqualTo("no");
        }
    }

    @Test
    void podsHaveNoTokenAndWriteToNothingButTheirFolders() {
        List<JsonNode> pods = manifests.all("pods");
        assertThat(pods).isNotEmpty().allSatisfy(pod -> {
            assertThat(pod.at("/spec/volumes").findValuesAsText("name"))
                    .noneMatch(name -> name.startsWith("kube-api-access"));
            JsonNode container = pod.at("/spec/containers/0");
            assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                    .isTrue();
            assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                    .isEqualTo("ALL");
            assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
            assertThat(container.at("/resources/requests/cpu").asText()).isNotEmpty();
            assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
        });
    }

    @Test
    void everyWorkloadHasProbesABudgetAndTheTimeToDrain() {
        Set<String> budgets = manifests.all("poddisruptionbudgets").stream()
                .map(budget -> budget.at("/metadata/name").asText())
                .collect(Collectors.toSet());
        assertThat(manifests.all("deployments")).hasSize(4).allSatisfy(deployment -> {
            assertThat(budgets).contains(deployment.at("/metadata/name").asText());
            JsonNode pod = deployment.at("/spec/template/spec");
            assertThat(pod.get("terminationGracePeriodSeconds").asInt()).isGreaterThan(68);
            assertThat(pod.get("topologySpreadConstraints")).hasSize(2);
            JsonNode container = pod.at("/containers/0");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
            assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
        });
    }

    @Test
    void nothingIsExposedButTheGateway() {
        assertThat(manifests.all("services").stream()
                        .filter(service ->
                                !service.at("/metadata/namespace").asText().equals("default")))
                .allSatisfy(
                        service -> assertThat(service.at("/spec/type").asText()).isEqualTo("ClusterIP"));
        assertThat(manifests.all("ingresses")).isEmpty();
        assertThat(manifests.all("gateways")).hasSize(1);
    }

    private static Peer workload(String name, Map<String, String> more) {
        Map<String, String> labels = new HashMap<>(more);
        labels.putAll(Map.of(
                "app.kubernetes.io/name", name, "app.kubernetes.io/part-of", "pullway", "pullway.io/nats", "client"));
        return Peer.pod("pullway", labels);
    }
}
