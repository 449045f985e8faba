package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.scenario.History.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances whose clocks are five minutes ahead and behind: whether a request is started in time only the clock of NATS decides. */
@Tag("fault")
final class S74_AWrongClockChangesNothingTest {
    private static final Duration WRONG = Duration.ofMinutes(5);
    private static final Duration NEARLY = Duration.ofMinutes(4);
    private static final Duration LASTS = Duration.ofSeconds(10);

    @Test
    void fiveMinutesAheadAndBehind(@TempDir Path folder) throws Exception {
        Path library = build(folder);
        try (Platform platform =
                Platform.of("S74").proxies(2).echoes(0).ratings(1).start()) {
            List<Program> wrong = List.of(
                    platform.newEcho(clock(library, WRONG)),
                    platform.newEcho(clock(library, WRONG.negated())),
                    platform.newRating(clock(library, WRONG)),
                    platform.newRating(clock(library, WRONG.negated())));
            wrong.forEach(Program::start);
            wrong.forEach(Program::awaitReady);
            for (Program program : wrong) {
                assertThat(Math.abs(Gauges.started(program) - Instant.now().getEpochSecond()))
                        .as("the clock of " + program.name() + " is wrong")
                        .isGreaterThan(NEARLY.toSeconds());
            }

            History history = UnderFault.of(platform)
                    .through("clocks of instances 5 min ahead and behind", () -> UnderFault.last(LASTS));

            assertThat(history.except(Outcome.ANSWERED)).isEmpty();
        }
    }

    private static Map<String, String> clock(Path library, Duration wrong) {
        return Map.of("LD_PRELOAD", library.toString(), "WRONG_CLOCK_SECONDS", Long.toString(wrong.toSeconds()));
    }

    private static Path build(Path folder) throws IOException, InterruptedException {
        Path library = folder.resolve("wrong-clock.so");
        Path source = Checkout.root().resolve("scenario-tests/src/test/resources/wrong-clock.c");
        try {
            Process compiler = new ProcessBuilder(
                            "cc",
                            "-Wall",
                            "-Wextra",
                            "-Werror",
                            "-O2",
                            "-shared",
                            "-fPIC",
                            "-o",
                            library.toString(),
                            source.toString())
                    .inheritIO()
                    .start();
            assertThat(compiler.waitFor()).as("the exit code of cc").isZero();
        } catch (IOException e) {
            throw new IOException("This scenario needs a C compiler: install the package gcc", e);
        }
        return library;
    }
}
