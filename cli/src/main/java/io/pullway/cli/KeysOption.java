package io.pullway.cli;

import io.pullway.cli.issuer.IssuerFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the keys of the development issuer are: the option of every command that uses them. */
final class KeysOption {
    @Option(
            names = "--keys",
            paramLabel = "FOLDER",
            defaultValue = ".pullway/issuer",
            description = "Folder of the issuer's keys, made if it is not there. Keep it out of version control."
                    + " Default: ${DEFAULT-VALUE} below the working directory.")
    private Path folder;

    IssuerFolder folder() {
        return new IssuerFolder(folder);
    }
}
