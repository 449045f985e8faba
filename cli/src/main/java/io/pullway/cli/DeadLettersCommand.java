package io.pullway.cli;

import picocli.CommandLine.Command;

/** {@code pullway dead-letters}: the requests that no instance could work on. */
@Command(
        name = "dead-letters",
        header = "Lists, shows, sends again and deletes the requests that no instance could work on.",
        description = {
            "",
            "Services copy to the stream DEAD_LETTERS what they give up: unsafe requests whose instance died,"
                    + " requests that ended several instances, what is no request, and events that a consumer fails on."
                    + " Values of authorization, cookie, set-cookie and x-api-key are never shown.",
            ""
        },
        subcommands = {DeadLettersList.class, DeadLettersShow.class, DeadLettersRedrive.class, DeadLettersDelete.class},
        footer = {
            "",
            "Example:",
            "  pullway dead-letters list",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line."
        })
final class DeadLettersCommand {}
