package io.pullway.cli;

import io.pullway.cli.letters.LetterText;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.letters.LetterJson;
import io.pullway.wire.letters.StoredLetter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pullway dead-letters show}. */
@Command(
        name = "show",
        header = "Shows one dead letter: why it was buried, and the request with its credentials masked.",
        footer = {
            "",
            "Example:",
            "  pullway dead-letters show 0199a5e0-7c1f-7000-8000-00000000002a",
            "",
            "Exit codes: 0 done, 1 refused, failed or not there, 2 wrong command line."
        })
final class DeadLettersShow implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "As the list shows it.")
    private String id;

    @Mixin
    private OutputOption output;

    @Mixin
    private NatsOptions nats;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException, InterruptedException {
        try (LetterSession session = LetterSession.open(nats)) {
            StoredLetter newest = session.of(id).getLast();
            spec.commandLine()
                    .getOut()
                    .println(
                            output.isJson()
                                    ? LetterJson.whole(newest, Instant.now()).toJson()
                                    : LetterText.whole(newest));
        }
        return 0;
    }
}
