package io.pullway.cli;

import io.pullway.cli.streams.RefusedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pullway token rotate}. */
@Command(
        name = "rotate",
        header = "Makes a new key that signs from now on, and prints its id.",
        description = {"", "The public keys of before stay, so that the tokens signed with them are still good.", ""},
        footer = {
            "",
            "Example:",
            "  pullway token rotate",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line."
        })
final class TokenRotate implements Callable<Integer> {
    @Mixin
    private KeysOption keys;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException {
        spec.commandLine().getOut().println(keys.folder().rotate().getKeyId());
        return 0;
    }
}
