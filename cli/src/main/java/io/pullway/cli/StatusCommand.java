package io.pullway.cli;

import io.nats.client.Connection;
import io.pullway.cli.status.PlatformStatus;
import io.pullway.cli.status.StatusReader;
import io.pullway.cli.streams.RefusedException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pullway status}: who is there, and what waits. */
@Command(
        name = "status",
        header = "Shows services, their instances and queues, answers kept and dead letters.",
        description = {
            "",
            "Listens for a second and a half to what instances say of themselves, and asks JetStream for the rest."
                    + " A service without instances has a queue and nobody who works on it.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  pullway status --watch",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line."
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration REDRAW = Duration.ofSeconds(2);

    /** Cursor to the upper left corner, and nothing below it. */
    private static final String CLEAR = "\033[H\033[2J";

    @Option(names = "--watch", description = "Show it anew every 2 s until interrupted; as JSON one line each time.")
    private boolean watch;

    @Mixin
    private OutputOption output;

    @Mixin
    private NatsOptions nats;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException, InterruptedException {
        NatsConnections connections = new NatsConnections(nats);
        Connection connection = connections.connect();
        try {
            StatusReader reader = new StatusReader(connection, nats.timeout(), connections::lastError);
            print(reader.read());
            while (watch) {
                Thread.sleep(REDRAW.minus(StatusReader.LISTENING));
                print(reader.read());
            }
        } finally {
            connection.close();
        }
        return 0;
    }

    private void print(PlatformStatus status) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(status.json().toJson());
            return;
        }
        if (watch) {
            out.print(CLEAR);
        }
        table(status.services()).forEach(out::println);
        out.println();
        table(status.instanceRows()).forEach(out::println);
        out.println();
        out.println("dead letters: "
                + (status.deadLetters() < 0
                        ? "no stream for them; pullway apply k8s/base/streams/dead-letters.yaml"
                        : Long.toString(status.deadLetters())));
    }

    private static List<String> table(List<List<String>> rows) {
        Table table = new Table(rows.getFirst());
        rows.stream().skip(1).forEach(table::add);
        return table.lines();
    }
}
