package io.pullway.cli;

import io.nats.client.Connection;
import io.pullway.cli.explain.Explanation;
import io.pullway.cli.explain.RequestHistory;
import io.pullway.cli.explain.RequestName;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.streams.RefusedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pullway explain}: where one request is, and what happened to it. */
@Command(
        name = "explain",
        header = "Says where a request is and what happened to it.",
        description = {
            "",
            "Looks into the queues, the records of keyed and asynchronous requests, the dead letters, and hears who is"
                    + " there. It changes nothing. Credentials are masked. What cannot be known it says.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  pullway explain 0199a5e0-7c1f-7000-8000-00000000002a",
            "",
            "Exit codes: 0 found, 1 refused or failed, 2 wrong command line, 3 no trace of it."
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "REQUEST",
            description = "Its id; or \"instance\" of a problem document, or the address of its status"
                    + " (…/api/-/requests/…), whole.")
    private String request;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "20000",
            description = "How many messages of queues to read at most: they can only be read one after the other."
                    + " Default: ${DEFAULT-VALUE}.")
    private long limit;

    @Mixin
    private OutputOption output;

    @Mixin
    private NatsOptions nats;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException, InterruptedException {
        RequestName name = RequestName.parse(request);
        NatsConnections connections = new NatsConnections(nats);
        Connection connection = connections.connect();
        try {
            NatsView seen = new NatsView(connection, nats.timeout(), connections::complaints);
            Explanation explanation = new RequestHistory(seen, name).explain(limit);
            if (output.isJson()) {
                spec.commandLine().getOut().println(explanation.json().toJson());
            } else {
                explanation.lines().forEach(spec.commandLine().getOut()::println);
            }
            return explanation.exitCode();
        } finally {
            connection.close();
        }
    }
}
