package io.pullway.cli.doctor;

import io.pullway.cli.streams.Application;
import io.pullway.cli.streams.Drift;
import io.pullway.cli.streams.RefusedException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where it stands what streams there should be: in files, or in the resources of a cluster. */
public sealed interface Declarations {
    /** Where they stand in a checkout. */
    Path IN_CHECKOUT = Path.of("k8s", "base", "streams");

    record InFiles(Application application) implements Declarations {}

    /** @param namespace of the resources */
    record InCluster(Application application, String namespace) implements Declarations {}

    /** @param reason why none can be compared */
    record Nowhere(String reason) implements Declarations {}

    /**
     * Those of files; of the checkout that this is run in, where none are named.
     *
     * @throws RefusedException when they cannot be read
     */
    static Declarations ofFiles(List<String> names) throws RefusedException {
        if (names.isEmpty() && !Files.isDirectory(IN_CHECKOUT)) {
            return new Nowhere("how streams and consumers are declared: there is no " + IN_CHECKOUT
                    + " here; --declared FILE says where they stand");
        }
        List<String> chosen = names.isEmpty() ? List.of(IN_CHECKOUT.toString()) : names;
        return new InFiles(Application.read(chosen, InputStream.nullInputStream()));
    }

    /**
     * @param documents JSON of each resource, by {@code kind/name}
     * @throws RefusedException when one of them is none
     */
    static Declarations ofCluster(Map<String, String> documents, String namespace) throws RefusedException {
        return new InCluster(Application.of(documents), namespace);
    }

    /** The command that makes it so. */
    default String mend(Drift drift) {
        String place = drift.where().replaceFirst(":\\d+$", "");
        return switch (this) {
            case InFiles files -> "scripts/pullway apply " + place;
            case InCluster cluster ->
                "kubectl --namespace " + cluster.namespace() + " get " + place
                        + " --output yaml | scripts/pullway apply -";
            case Nowhere nowhere -> throw new IllegalStateException(nowhere.reason());
        };
    }
}
