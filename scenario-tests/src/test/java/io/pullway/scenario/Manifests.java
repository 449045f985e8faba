package io.pullway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pullway.fixtures.KubernetesCluster;
import io.pullway.fixtures.KubernetesCluster.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The manifests of {@code k8s/} and a cluster without nodes to apply them to. Used by one thread. */
final class Manifests implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path ROOT = Checkout.root().resolve("k8s");

    private final KubernetesCluster cluster = KubernetesCluster.started();

    /** A cluster with what the charts of others bring: their namespaces and their definitions. */
    Manifests() {
        cluster.kubectl("create", "namespace", "monitoring").succeeded();
        cluster.kubectl("create", "namespace", "cert-manager").succeeded();
        // Says that they are there already where PULLWAY_CRDS has the real ones.
        Path rest = Checkout.root().resolve("scenario-tests/src/test/resources/definitions-not-to-be-had.yaml");
        cluster.kubectl("create", "-f", rest.toString());
        cluster.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")
                .succeeded();
    }

    static Path overlay(String name) {
        return ROOT.resolve("overlays").resolve(name);
    }

    static List<String> components() {
        try (Stream<Path> folders = Files.list(ROOT.resolve("components"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A kustomization of the base and one component. */
    static Path withComponent(String name) {
        return with("base", name);
    }

    /**
     * A kustomization of a folder of {@code k8s} and one component on top; it has to be below the checkout, for paths are
     * relative.
     */
    static Path with(String below, String component) {
        try {
            Path folder = Files.createDirectories(
                    Checkout.root().resolve("scenario-tests/target/manifests").resolve(component));
            String up = folder.relativize(ROOT).toString();
            Files.writeString(
                    folder.resolve("kustomization.yaml"),
                    "resources: [" + up + "/" + below + "]\ncomponents: [" + up + "/components/" + component + "]\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kubectl apply -k}, as an operator types it, with unknown fields refused. */
    Said apply(Path kustomization, String... more) {
        return kubectl(
                Stream.concat(Stream.of("apply", "--validate=strict", "-k", kustomization.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    Said kubectl(String... arguments) {
        return cluster.kubectl(arguments);
    }

    /** Of an administrator, for other programs. */
    Path kubeconfig() {
        return cluster.kubeconfig();
    }

    /** What there is of a kustomization, without what controllers say of it. */
    List<String> declared(Path kustomization) {
        return items("get", "-k", kustomization.toString(), "-o", "json").stream()
                .map(each -> {
                    ObjectNode object = each.deepCopy();
                    object.remove("status");
                    ObjectNode metadata = (ObjectNode) object.get("metadata");
                    metadata.remove(List.of("resourceVersion", "managedFields"));
                    // The controllers count the rollouts of a Deployment there.
                    metadata.withObject("/annotations").remove("deployment.kubernetes.io/revision");
                    return object.toString();
                })
                .toList();
    }

    /** Everything of a kind in all namespaces. */
    List<JsonNode> all(String kind) {
        return items("get", kind, "--all-namespaces", "-o", "json");
    }

    /** All of a kind in a namespace, as a file for {@code pullway apply}. */
    String yaml(String namespace, String kind) {
        return items("-n", namespace, "get", kind, "-o", "json").stream()
                .map(each -> {
                    ObjectNode object = each.deepCopy();
                    object.remove("status");
                    ((ObjectNode) object.get("metadata")).remove("managedFields");
                    return "---\n" + object + "\n";
                })
                .collect(Collectors.joining());
    }

    /** Says of a resource what an operator would: one condition. */
    void say(String resource, String namespace, String type, String status) {
        patchStatus(
                resource,
                namespace,
                "\"conditions\":[{\"type\":\"" + type + "\",\"status\":\"" + status
                        + "\",\"reason\":\"Said\",\"message\":\"said by the test\","
                        + "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]");
    }

    /** Says of a stream or consumer in the namespace of Pullway which version of it NACK has seen to. */
    void seenTo(String resource, long generation) {
        patchStatus(resource, "pullway", "\"observedGeneration\":" + generation);
    }

    private void patchStatus(String resource, String namespace, String fields) {
        String status = "{\"status\":{" + fields + "}}";
        kubectl("-n", namespace, "patch", resource, "--subresource=status", "--type=merge", "-p", status)
                .succeeded();
    }

    private List<JsonNode> items(String... question) {
        try {
            return JSON.readTree(kubectl(question).succeeded().out())
                    .get("items")
                    .valueStream()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
