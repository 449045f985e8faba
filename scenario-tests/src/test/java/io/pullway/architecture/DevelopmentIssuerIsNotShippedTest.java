package io.pullway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An issuer that asks for no password is in the command line, and in nothing that runs in production. */
final class DevelopmentIssuerIsNotShippedTest {
    private static final String ISSUER = "io/pullway/cli/";

    @ParameterizedTest
    @ValueSource(strings = {"http-to-nats-proxy", "rating-service", "moderation-service", "echo-service"})
    void noPackagedApplicationHasIt(String module) {
        assertThat(entries(root().resolve(module).resolve("target/quarkus-app")))
                .hasSizeGreaterThan(1_000)
                .noneMatch(entry -> entry.startsWith(ISSUER));
    }

    @Test
    void theCommandLineHasIt() {
        assertThat(entries(root().resolve("cli/target/pullway"))).contains(ISSUER + "issuer/IssuerServer.class");
    }

    /** Of all jars below a folder. */
    private static List<String> entries(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> entries = new ArrayList<>();
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                try (JarFile opened = new JarFile(jar.toFile())) {
                    opened.stream().forEach(entry -> entries.add(entry.getName()));
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        return Files.exists(folder.resolve("mvnw")) ? folder : folder.getParent();
    }
}
