package io.pullway.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.fixtures.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class WorkplaceTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path storeParent;

    @Test
    void closingEndsTheProcessesAndDeletesTheFolders() throws IOException {
        Workplace workplace = Workplace.open(storeParent);
        OwnedProcess process = workplace.start("sleeper", Map.of(), true, List.of("sleep", "1000"));
        Files.writeString(workplace.store().resolve("file"), "content");
        workplace.close();
        assertEnded(process.pid());
        assertThat(workplace.folder()).doesNotExist();
        assertThat(storeParent).isEmptyDirectory();
    }

    @Test
    void nothingIsLeftWhenTheJvmIsKilled() throws IOException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sleeper.class.getName(),
                        storeParent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] said = jvm.inputReader(StandardCharsets.UTF_8).readLine().split(" ");
        assertThat(ProcessHandle.of(Long.parseLong(said[0]))).isPresent();
        jvm.destroyForcibly();
        assertEnded(Long.parseLong(said[0]));
        Await.until(LIMIT, "the folders are deleted", () -> !Files.exists(Path.of(said[1])));
        assertThat(storeParent).isEmptyDirectory();
    }

    @Test
    void aProcessThatEndsTooEarlyShowsItsLastWords() {
        try (Workplace workplace = Workplace.open(null)) {
            OwnedProcess process = workplace.start(
                    "talker", Map.of(), false, List.of("sh", "-c", "echo heard; echo sorry >&2; exit 3"));
            assertThat(process.hear()).isEqualTo("heard");
            assertThatThrownBy(process::hear)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("talker", "has ended", "sorry");
        }
    }

    private static void assertEnded(long pid) {
        Await.until(
                LIMIT,
                "process " + pid + " has ended",
                () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    /** Opens a workplace, starts a process in it, says what they are, and waits. */
    static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws IOException {
            Workplace workplace = Workplace.open(Path.of(arguments[0]));
            OwnedProcess process = workplace.start("sleeper", Map.of(), true, List.of("sleep", "1000"));
            System.out.println(process.pid() + " " + workplace.folder());
            System.in.read();
        }
    }
}
