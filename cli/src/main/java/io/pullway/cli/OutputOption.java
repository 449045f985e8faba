package io.pullway.cli;

import picocli.CommandLine.Option;

/** The option of every command that shows something. */
final class OutputOption {
    /** How results are written. */
    enum Format {
        /** For people. */
        table,
        /** For scripts. */
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--json", description = "The same as --output json.")
    private boolean json;

    boolean isJson() {
        return json || format == Format.json;
    }
}
