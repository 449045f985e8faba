package io.pullway.cli;

import io.nats.client.Connection;
import io.pullway.cli.streams.Application;
import io.pullway.cli.streams.RefusedException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pullway apply}: makes the streams and consumers of a NATS server as files declare them. */
@Command(
        name = "apply",
        header = "Makes the streams and consumers of a NATS server as files declare them.",
        description = {
            "",
            "Says for each what it did. Nothing is touched unless all of them can be applied, a second run changes"
                    + " nothing, and nothing is ever deleted.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  pullway apply k8s/base/streams --server nats://127.0.0.1:4222",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line."
        })
final class ApplyCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "YAML files with Stream and Consumer resources of NACK (jetstream.nats.io/v1beta2), folders"
                    + " of such files, or - for standard input.")
    private List<String> files;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dryRun;

    @Mixin
    private NatsOptions nats;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException, InterruptedException {
        Application application = Application.read(files, System.in);
        NatsConnections connections = new NatsConnections(nats);
        Connection connection = connections.connect();
        try {
            application.apply(connection, nats.timeout(), connections::lastError, dryRun, this::print);
        } finally {
            connection.close();
        }
        return 0;
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
