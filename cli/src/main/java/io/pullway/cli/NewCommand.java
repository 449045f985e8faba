package io.pullway.cli;

import picocli.CommandLine.Command;

/** {@code pullway new}: the beginnings of things. */
@Command(
        name = "new",
        header = "Begins something new in a checkout: a service.",
        subcommands = NewServiceCommand.class,
        footer = {
            "",
            "Example:",
            "  pullway new service orders-service",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line."
        })
final class NewCommand {}
