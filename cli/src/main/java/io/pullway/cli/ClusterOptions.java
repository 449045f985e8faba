package io.pullway.cli;

import io.pullway.cli.cluster.ClusterView;
import io.pullway.cli.streams.RefusedException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of a command that looks at a Kubernetes cluster, too. */
final class ClusterOptions {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Which cluster. Otherwise KUBECONFIG, else ~/.kube/config; without any of them none.")
    private Path kubeconfig;

    @Option(
            names = "--kube-context",
            paramLabel = "NAME",
            description = "Context of the kubeconfig. Otherwise the current one.")
    private String context;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "pullway",
            description = "Where Pullway is in the cluster. Default: ${DEFAULT-VALUE}.")
    private String namespace;

    @Option(names = "--no-cluster", description = "Look at no cluster, whatever kubeconfig there is.")
    private boolean none;

    private String reasonForNone = "no kubeconfig; --kubeconfig names one";

    /**
     * Null where there is none to look at; then {@link #reasonForNone} says why.
     *
     * @throws RefusedException when the one that the command line names cannot be used
     */
    ClusterView open(Duration timeout) throws RefusedException {
        if (none) {
            reasonForNone = "--no-cluster says so";
            return null;
        }
        try {
            return ClusterView.open(kubeconfig, context, namespace, timeout);
        } catch (RefusedException e) {
            if (isAskedFor()) {
                throw e;
            }
            reasonForNone = e.getMessage();
            return null;
        }
    }

    String reasonForNone() {
        return reasonForNone;
    }

    /** Whether the command line names a cluster. */
    boolean isAskedFor() {
        return kubeconfig != null || context != null;
    }
}
