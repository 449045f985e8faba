package io.pullway.cli;

import io.pullway.cli.issuer.IssuerFolder;
import io.pullway.cli.streams.RefusedException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pullway token jwks}. */
@Command(
        name = "jwks",
        aliases = "keys",
        header = "Prints the path of the file with the public keys, and makes the keys if there are none.",
        footer = {
            "",
            "Example:",
            "  export PULLWAY_IDENTITY_JWKS=\"file:$(pullway token jwks)\"",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line."
        })
final class TokenJwks implements Callable<Integer> {
    @Mixin
    private KeysOption keys;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException {
        IssuerFolder folder = keys.folder();
        folder.signingKey();
        spec.commandLine().getOut().println(folder.published());
        return 0;
    }
}
