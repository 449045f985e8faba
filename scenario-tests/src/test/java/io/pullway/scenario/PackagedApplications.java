package io.pullway.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The applications as they were packaged when this JVM first asked for them: copies, so that a build that
 * goes on beside the tests does not take the libraries away from under running processes. The copies go
 * with this JVM. Any thread may ask.
 */
final class PackagedApplications {
    private static final Map<String, Path> COPIES = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> COPIES.values().forEach(PackagedApplications::delete), "end-copies"));
    }

    private PackagedApplications() {}

    /**
     * The jar to run of a module's application.
     *
     * @throws IllegalStateException with the command that makes it, when it is missing
     */
    static Path runnable(String module) {
        return COPIES.computeIfAbsent(module, PackagedApplications::copy).resolve("quarkus-run.jar");
    }

    private static Path copy(String module) {
        Path source = Checkout.application(module).getParent();
        try (Stream<Path> files = Files.walk(source)) {
            Path copy = Files.createTempDirectory("pullway-" + module + "-");
            for (Path file : files.filter(path -> !path.equals(source)).toList()) {
                Files.copy(file, copy.resolve(source.relativize(file)));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path copy) {
        try (Stream<Path> files = Files.walk(copy)) {
            List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : innermostFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
