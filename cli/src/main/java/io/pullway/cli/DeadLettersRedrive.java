package io.pullway.cli;

import io.pullway.cli.letters.LetterBox;
import io.pullway.cli.letters.LetterText;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.letters.LetterJson;
import io.pullway.wire.letters.Redrive;
import io.pullway.wire.letters.StoredLetter;
import io.pullway.wire.letters.Warning;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pullway dead-letters redrive}. */
@Command(
        name = "redrive",
        header = "Sends the requests of dead letters again, and says what happened.",
        description = {
            "",
            "Each is a new request with a new id; its NATS header Pullway-Redrive-Of names the old one. It has 30 s"
                    + " to be answered. When the service answers with a status below 400, the letter is deleted;"
                    + " otherwise it stays.",
            "",
            "An event is put into its stream again under its own id: consumers that have done it know it by that.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  pullway dead-letters redrive 0199a5e0-7c1f-7000-8000-00000000002a --keep",
            "",
            "Exit codes: 0 every ID was answered with a status below 400, 1 at least one was not,",
            "2 wrong command line."
        })
final class DeadLettersRedrive implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "ID", description = "As the list shows them.")
    private List<String> ids;

    @Option(names = "--keep", description = "Keep the letters, whatever happens.")
    private boolean keep;

    @Mixin
    private OutputOption output;

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
                    exitCode |= redrive(session.letters(), session.of(id)) ? 0 : 1;
                } catch (RefusedException e) {
                    complain(e.getMessage());
                    exitCode = 1;
                }
            }
        }
        return exitCode;
    }

    private boolean redrive(LetterBox box, List<StoredLetter> letters) throws RefusedException, InterruptedException {
        StoredLetter newest = letters.getLast();
        Warning.of(newest, Instant.now()).forEach(warning -> complain(LetterText.warning(newest, warning)));
        Redrive.Result result = box.redrive(newest);
        boolean delete = result.isSuccess() && !keep;
        if (delete) {
            box.delete(letters);
        }
        spec.commandLine()
                .getOut()
                .println(
                        output.isJson()
                                ? LetterJson.redriven(newest, result, delete).toJson()
                                : text(newest, result, delete));
        return result.isSuccess();
    }

    private static String text(StoredLetter letter, Redrive.Result result, boolean deleted) {
        String what = switch (result.outcome()) {
            case "answered" -> "answered " + result.status() + " by " + result.servedBy();
            case "told-again" -> "told again to all consumers of " + letter.letter().origin().stream();
            case "no-answer" -> "no answer within 30 s; it may have been started";
            default -> result.outcome() + " (" + result.status() + ")";
        };
        return letter.id() + " sent again as " + result.newId() + ": " + what + "; the letter is "
                + (deleted ? "deleted" : "kept");
    }

    private void complain(String sentence) {
        spec.commandLine().getErr().println(sentence);
    }
}
