package io.pullway.cli;

import io.pullway.cli.service.Blueprint;
import io.pullway.cli.service.Change;
import io.pullway.cli.service.Checkout;
import io.pullway.cli.service.ServiceName;
import io.pullway.cli.streams.RefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pullway new service}: a service from nothing. */
@Command(
        name = "service",
        header = "Makes a service from nothing: module, streams, manifests, its user in NATS, a first test.",
        description = {
            "",
            "It runs at once, under scripts/run-local and in a cluster, and answers at /api/RESOURCE. Nothing is ever"
                    + " overwritten: what is there and is something else is named, and then nothing is written. Done twice,"
                    + " it changes nothing.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  pullway new service orders-service --dry-run",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line."
        })
final class NewServiceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Of the service, such as orders-service.")
    private String name;

    @Option(
            names = "--resource",
            paramLabel = "NAME",
            description = "First segment of its paths. Otherwise its name without -service.")
    private String resource;

    @Option(
            names = "--checkout",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Where to make it. Otherwise the checkout that this is run in.")
    private Path folder;

    @Option(names = "--dry-run", description = "Only list the files.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException {
        ServiceName service = ServiceName.of(name, resource);
        Checkout checkout = Checkout.around(folder);
        List<Change> changes = Blueprint.of(checkout, service);
        for (Change change : changes) {
            if (!dryRun && change.isNeeded()) {
                checkout.write(change);
            }
            print(change.line(!dryRun));
        }
        if (!dryRun) {
            print("");
            print("Next: scripts/run-local, then curl http://localhost:8080/api/" + service.resource());
        }
        return 0;
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
