package io.pullway.cli;

import io.pullway.cli.streams.RefusedException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pullway dead-letters delete}. */
@Command(
        name = "delete",
        header = "Erases dead letters.",
        footer = {
            "",
            "Example:",
            "  pullway dead-letters delete 0199a5e0-7c1f-7000-8000-00000000002a",
            "",
            "Exit codes: 0 every ID was deleted, 1 at least one was not, 2 wrong command line."
        })
final class DeadLettersDelete implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "ID", description = "As the list shows them.")
    private List<String> ids;

    @Mixin
    private NatsOptions nats;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException, InterruptedException {
        int exitCode = 0;
        try (LetterSession session = LetterSession.open(nats)) {
            for (String id : ids) {
                try {
                    session.letters().delete(session.of(id));
                    spec.commandLine().getOut().println("deleted " + id);
                } catch (RefusedException e) {
                    spec.commandLine().getErr().println(e.getMessage());
                    exitCode = 1;
                }
            }
        }
        return exitCode;
    }
}
