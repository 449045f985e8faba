package io.pullway.cli.doctor;

import io.pullway.cli.cluster.ClusterView;
import io.pullway.cli.cluster.Resource;
import io.pullway.cli.cluster.Workload;
import io.pullway.cli.streams.RefusedException;
import java.util.List;

/** The Kubernetes cluster: its version, what NACK says of streams and consumers, and whether all workloads are ready. */
public final class ClusterCheck implements Check {
    private static final String NOT_SEEN_TO =
            "What was changed there has no effect on NATS: is the controller (NACK) there, and does it reach NATS?";
    private static final String LOGS_OF_NACK = "kubectl --namespace nats logs deployment/nack --tail 50";

    private final ClusterView cluster;
    private final String reason;

    /**
     * @param cluster null when there is none to look at
     * @param reason why there is none
     */
    public ClusterCheck(ClusterView cluster, String reason) {
        this.cluster = cluster;
        this.reason = reason;
    }

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public void look(Notes notes) throws RefusedException {
        if (cluster == null) {
            notes.notLookedAt(reason);
            return;
        }
        // First, because it fails where the cluster has nothing to do with Pullway.
        List<Resource> declared = cluster.declared();
        Floor.KUBERNETES.judge("Kubernetes", cluster.version(), notes);
        declared.forEach(resource -> judge(resource, notes));
        for (Workload workload : cluster.workloads()) {
            if (workload.ready() < workload.wanted()) {
                unready(workload, notes);
            }
        }
    }

    private void judge(Resource resource, Notes notes) {
        String who = resource.kind() + "/" + resource.name();
        String describe = "kubectl --namespace " + cluster.namespace() + " describe " + who;
        if (resource.ready() == null) {
            notes.error(who + ": NACK has not seen to it yet", NOT_SEEN_TO, LOGS_OF_NACK);
        } else if (!resource.ready().equals("True")) {
            notes.error(
                    who + ": NACK cannot make it so: " + resource.message(),
                    "The stream or consumer is missing in NATS, or is as it was before.",
                    describe);
        } else if (resource.observed() != 0 && resource.observed() < resource.generation()) {
            notes.error(
                    who + ": NACK has seen to its version " + resource.observed() + " and not to "
                            + resource.generation(),
                    NOT_SEEN_TO,
                    LOGS_OF_NACK);
        }
    }

    private static void unready(Workload workload, Notes notes) {
        String what = workload.ready() + " of " + workload.wanted() + " instances of " + workload.name() + " are ready";
        String command = "cluster-logs " + workload.name();
        if (workload.ready() == 0) {
            notes.error(what, "Nobody does this work.", command);
        } else {
            notes.warning(what, "There is less room for load, and for the next one that fails.", command);
        }
    }
}
