package io.pullway.cli.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.pullway.cli.streams.RefusedException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** A Kubernetes cluster that Pullway runs in, and one namespace of it. Reads only. Used by one thread. */
public final class ClusterView implements AutoCloseable {
    private static final String NACK = "jetstream.nats.io/v1beta2";
    private static final String PART_OF = "app.kubernetes.io/part-of";

    private final KubernetesClient client;
    private final String context;
    private final String namespace;

    private ClusterView(KubernetesClient client, String context, String namespace) {
        this.client = client;
        this.context = context;
        this.namespace = namespace;
    }

    /**
     * The cluster that a kubeconfig names. Nothing is asked yet.
     *
     * @param kubeconfig null for the one that kubectl would take
     * @param context null for the one that is current there
     * @param timeout for connecting, and for each answer
     * @return null when there is no kubeconfig
     * @throws RefusedException when it cannot be read
     */
    public static ClusterView open(Path kubeconfig, String context, String namespace, Duration timeout)
            throws RefusedException {
        boolean none = Config.getKubeconfigFilenames().stream().noneMatch(name -> Files.isReadable(Path.of(name)));
        if (kubeconfig == null && none) {
            return null;
        }
        if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
            throw new RefusedException(kubeconfig + ": there is no such kubeconfig.");
        }
        try {
            Config config = kubeconfig == null
                    ? Config.autoConfigure(context)
                    : Config.fromKubeconfig(context, kubeconfig.toFile());
            int millis = Math.toIntExact(timeout.toMillis());
            config.setConnectionTimeout(millis);
            config.setRequestTimeout(millis);
            config.setRequestRetryBackoffLimit(0);
            String name = config.getCurrentContext() == null
                    ? "(none)"
                    : config.getCurrentContext().getName();
            return new ClusterView(
                    new KubernetesClientBuilder().withConfig(config).build(), name, namespace);
        } catch (KubernetesClientException | IllegalArgumentException e) {
            File file = kubeconfig == null ? null : kubeconfig.toFile();
            throw new RefusedException((file == null ? "The kubeconfig" : file.toString()) + " cannot be used: "
                    + e.getMessage() + (context == null ? "" : "; is there a context " + context + "?"));
        }
    }

    /** As in the kubeconfig. */
    public String context() {
        return context;
    }

    public String namespace() {
        return namespace;
    }

    /** Of the API server, such as {@code v1.35.4}. */
    public String version() throws RefusedException {
        return ask("its version", () -> client.getKubernetesVersion().getGitVersion());
    }

    /** Streams, then consumers. None also where the namespace does not exist. */
    public List<Resource> declared() throws RefusedException {
        List<Resource> declared = new ArrayList<>();
        for (String kind : List.of("Stream", "Consumer")) {
            ask(
                            "the resources " + kind + " of NACK",
                            () -> client.genericKubernetesResources(NACK, kind)
                                    .inNamespace(namespace)
                                    .list()
                                    .getItems())
                    .forEach(found -> declared.add(resource(kind, found)));
        }
        return declared;
    }

    /** Every deployment that is part of the platform. */
    public List<Workload> workloads() throws RefusedException {
        return ask(
                        "the deployments",
                        () -> client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withLabel(PART_OF, "pullway")
                                .list()
                                .getItems())
                .stream()
                .map(ClusterView::workload)
                .toList();
    }

    private static Workload workload(Deployment deployment) {
        Integer wanted = deployment.getSpec().getReplicas();
        Integer ready =
                deployment.getStatus() == null ? null : deployment.getStatus().getReadyReplicas();
        return new Workload(deployment.getMetadata().getName(), wanted == null ? 1 : wanted, ready == null ? 0 : ready);
    }

    private static Resource resource(String kind, GenericKubernetesResource found) {
        Map<String, Object> declares = new LinkedHashMap<>();
        declares.put("apiVersion", NACK);
        declares.put("kind", kind);
        declares.put("metadata", Map.of("name", found.getMetadata().getName()));
        declares.put("spec", found.getAdditionalProperties().getOrDefault("spec", Map.of()));
        Map<?, ?> ready = ready(found);
        Object observed = found.get("status", "observedGeneration");
        return new Resource(
                (kind + "s.jetstream.nats.io").toLowerCase(Locale.ROOT),
                found.getMetadata().getName(),
                Serialization.asJson(declares),
                ready == null ? null : String.valueOf(ready.get("status")),
                ready == null || ready.get("message") == null ? "" : String.valueOf(ready.get("message")),
                found.getMetadata().getGeneration() == null
                        ? 0
                        : found.getMetadata().getGeneration(),
                observed instanceof Number number ? number.longValue() : 0);
    }

    private static Map<?, ?> ready(GenericKubernetesResource found) {
        if (found.get("status", "conditions") instanceof List<?> conditions) {
            for (Object each : conditions) {
                if (each instanceof Map<?, ?> condition && "Ready".equals(condition.get("type"))) {
                    return condition;
                }
            }
        }
        return null;
    }

    private <T> T ask(String what, Supplier<T> question) throws RefusedException {
        try {
            return question.get();
        } catch (KubernetesClientException e) {
            String reason = e.getCode() == 403 || e.getCode() == 401
                    ? "this user may not read them"
                    : e.getCode() == 404 ? "the cluster does not know them" : String.valueOf(e.getMessage());
            throw new RefusedException(what + " in context " + context + ", namespace " + namespace + ": " + reason);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
