package io.pullway.cli;

import io.nats.client.support.JsonValue;
import io.pullway.cli.letters.Redrive;
import io.pullway.cli.letters.StoredLetter;
import io.pullway.cli.streams.RefusedException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            Redrive redrive = new Redrive(session.connection(), nats.timeout());
            for (String id : ids) {
                try {
                    exitCode |= redrive(session, redrive, session.of(id)) ? 0 : 1;
                } catch (RefusedException e) {
                    complain(e.getMessage());
                    exitCode = 1;
                }
            }
        }
        return exitCode;
    }

    private boolean redrive(LetterSession session, Redrive redrive, List<StoredLetter> letters)
            throws RefusedException, InterruptedException {
        StoredLetter newest = letters.getLast();
        Redrive.warnings(newest, Instant.now()).forEach(this::complain);
        Redrive.Result result = redrive.send(newest);
        boolean delete = result.isSuccess() && !keep;
        if (delete) {
            for (StoredLetter letter : letters) {
                session.letters().delete(letter);
            }
        }
        spec.commandLine()
                .getOut()
                .println(output.isJson() ? json(newest, result, delete) : text(newest, result, delete));
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

    private static String json(StoredLetter letter, Redrive.Result result, boolean deleted) {
        Map<String, JsonValue> json = new LinkedHashMap<>();
        json.put("id", new JsonValue(letter.id()));
        json.put("newId", new JsonValue(result.newId()));
        json.put("outcome", new JsonValue(result.outcome()));
        json.put("status", new JsonValue(result.status()));
        json.put("servedBy", new JsonValue(result.servedBy()));
        json.put("deleted", new JsonValue(deleted));
        return new JsonValue(json).toJson();
    }

    private void complain(String sentence) {
        spec.commandLine().getErr().println(sentence);
    }
}
