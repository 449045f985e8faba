package io.pullway.cli.doctor;

/** The oldest version of a program that Pullway is made for. */
enum Floor {
    /** As in k8s/charts/nats.yaml. */
    NATS(
            "2.14.3",
            "Pullway was tried on no older one; work queues of some lost messages.",
            "scripts/install-operators   # after raising container.image.tag in k8s/charts/nats.yaml;"
                    + " elsewhere, replace the program"),
    /** The manifests use {@code unhealthyPodEvictionPolicy}, which is stable since then. */
    KUBERNETES(
            "1.31.0",
            "The manifests have fields that it does not know.",
            "az aks upgrade --resource-group GROUP --name CLUSTER --kubernetes-version 1.31   # or delete-cluster && create-cluster on a laptop");

    private final Version least;
    private final String why;
    private final String command;

    Floor(String least, String why, String command) {
        this.least = Version.parse(least);
        this.why = why;
        this.command = command;
    }

    /** @param who such as {@code nats-server pullway-0} */
    void judge(String who, String version, Notes notes) {
        Version found = Version.parse(version);
        if (found == null) {
            notes.notLookedAt("whether " + who + " is new enough: \"" + version + "\" is no version");
        } else if (found.compareTo(least) < 0) {
            notes.error(who + " is of version " + version + ", older than " + least, why, command);
        }
    }
}
