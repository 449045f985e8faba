package io.pullway.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the files of this checkout are, from wherever in it the tests are run. */
final class Checkout {
    private Checkout() {}

    /** @throws IllegalStateException when the tests are not run from within a checkout */
    static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("mvnw"))) {
                return folder;
            }
        }
        throw new IllegalStateException("Run the scenario tests from within the checkout, which has mvnw at its root.");
    }

    /** The services whose streams are declared, in the order of their names. */
    static List<String> declaredServices() {
        try (Stream<Path> files = Files.list(root().resolve("k8s/base/streams"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("-service.yaml"))
                    .map(name -> name.replace(".yaml", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packaged application of a module. */
    static Path application(String module) {
        return packaged(module, "target/quarkus-app/quarkus-run.jar");
    }

    /** The packaged command {@code pullway}. */
    static Path commandLine() {
        return packaged("cli", "target/pullway/pullway.jar");
    }

    /** @throws IllegalStateException with the command that makes it, when it is missing */
    private static Path packaged(String module, String jar) {
        Path path = root().resolve(module).resolve(jar);
        if (!Files.isRegularFile(path)) {
            throw new IllegalStateException(module + " is not packaged: run ./mvnw package -DskipTests first.");
        }
        return path;
    }
}
