package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class UsageTest {
    @Test
    void helpShowsAnExample() {
        assertThat(Run.of("apply", "--help").out()).contains("Example:", "pullway apply k8s/base/streams", "--dry-run");
        assertThat(Run.of("--help").out()).contains("Example:", "apply");
        assertThat(Run.of("--help").exitCode()).isZero();
    }

    /** Also those of commands that are added later. */
    @Test
    void helpOfEveryCommandShowsAnExampleAndTheExitCodes() {
        List<CommandLine> commands = commandsBelow(Pullway.commandLine());
        assertThat(commands).hasSizeGreaterThan(5);
        assertThat(commands)
                .allSatisfy(command -> assertThat(command.getUsageMessage())
                        .as(command.getCommandSpec().qualifiedName())
                        .contains("Example:", "Exit codes: 0 "));
    }

    private static List<CommandLine> commandsBelow(CommandLine parent) {
        return parent.getSubcommands().values().stream()
                .filter(command -> !command.getCommandName().equals("help"))
                .flatMap(command -> Stream.concat(Stream.of(command), commandsBelow(command).stream()))
                .toList();
    }

    @Test
    void versionIsOneLine() {
        assertThat(Run.of("--version").out()).startsWith("pullway ").hasLineCount(1);
    }

    @Test
    void aWrongCommandLineEndsWithTwo() {
        assertThat(Run.of().exitCode()).isEqualTo(2);
        assertThat(Run.of("aply").exitCode()).isEqualTo(2);
        assertThat(Run.of("apply").exitCode()).isEqualTo(2);
        assertThat(Run.of("apply", "x", "--no-such-option").exitCode()).isEqualTo(2);
        Run badTime = Run.of("apply", "x", "--timeout", "5");
        assertThat(badTime.exitCode()).isEqualTo(2);
        assertThat(badTime.err()).contains("\"5\" is no duration: write for example 500ms");
        assertThat(Run.of("apply", "x", "--timeout", "0s").exitCode()).isEqualTo(2);
    }
}
