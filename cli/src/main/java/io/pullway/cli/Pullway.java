package io.pullway.cli;

import io.pullway.cli.streams.RefusedException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command {@code pullway}. Results go to standard output, complaints to standard error; the exit code
 * is 0 when all was done, 1 when something was refused or failed, 2 when the command line is wrong.
 */
@Command(
        name = "pullway",
        description = {"Operates Pullway on any NATS server.", ""},
        subcommands = {
            ApplyCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            ExplainCommand.class,
            DeadLettersCommand.class,
            NewCommand.class,
            TokenCommand.class,
            IssuerCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = Pullway.Version.class,
        footer = {"", "Example:", "  pullway apply k8s/base/streams", "", "pullway COMMAND --help tells more."})
public final class Pullway {
    private Pullway() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Pullway()).setExecutionExceptionHandler((problem, command, parsed) -> {
            command.getErr()
                    .println(problem instanceof RefusedException ? problem.getMessage() : "Unexpected: " + problem);
            return 1;
        });
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Pullway.class.getPackage().getImplementationVersion();
            return new String[] {"pullway " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
