package io.pullway.cli;

import io.nats.client.support.JsonValue;
import io.pullway.cli.letters.LetterText;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.letters.LetterJson;
import io.pullway.wire.letters.StoredLetter;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pullway dead-letters list}. */
@Command(
        name = "list",
        header = "Lists the newest dead letters, the newest last.",
        footer = {
            "",
            "Example:",
            "  pullway dead-letters list --resource users --output json",
            "",
            "Exit codes: 0 done, also if there are none; 1 refused or failed; 2 wrong command line."
        })
final class DeadLettersList implements Callable<Integer> {
    @Option(names = "--resource", paramLabel = "NAME", description = "Only those of one resource, such as users.")
    private String resource;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "How many at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Mixin
    private OutputOption output;

    @Mixin
    private NatsOptions nats;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException, InterruptedException {
        if (resource != null && !resource.matches("[A-Za-z0-9_%-]+")) {
            throw new RefusedException("\"" + resource + "\" is no resource: write it as it stands in subjects.");
        }
        try (LetterSession session = LetterSession.open(nats)) {
            print(session.letters().newest(resource, limit));
        }
        return 0;
    }

    private void print(List<StoredLetter> letters) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.isJson()) {
            out.println(new JsonValue(letters.stream().map(LetterJson::summary).toList()).toJson());
        } else if (letters.isEmpty()) {
            out.println("No dead letters.");
        } else {
            Table table = new Table(LetterText.columns());
            Instant now = Instant.now();
            letters.forEach(letter -> table.add(LetterText.row(letter, now)));
            table.lines().forEach(out::println);
        }
    }
}
