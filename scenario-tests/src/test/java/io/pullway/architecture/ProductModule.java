package io.pullway.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The module table of the design (section 2), with the module of ADR 0035: what each module's code may know of the others. The classes
 * are those that the module's own build compiled.
 */
enum ProductModule {
    CONTRACT("http-over-nats", "io.pullway.wire.."),
    CORE_NATS("core-nats", "io.pullway.corenats..", CONTRACT),
    SERVER("nats-http-server/runtime", "io.pullway.server..", CONTRACT, CORE_NATS),
    SERVER_DEPLOYMENT("nats-http-server/deployment", "io.pullway.server.deployment..", SERVER),
    ONCE_ONLY("once-only", "io.pullway.once..", CONTRACT),
    EVENTS("domain-events", "io.pullway.events..", CONTRACT),
    PROXY("http-to-nats-proxy", "io.pullway.proxy..", CONTRACT, CORE_NATS),
    ECHO("echo-service", "io.pullway.echo..", SERVER),
    MODERATION("moderation-service", "io.pullway.moderation..", SERVER, ONCE_ONLY),
    RATING("rating-service", "io.pullway.rating..", SERVER, ONCE_ONLY, EVENTS),
    CLI("cli", "io.pullway.cli..", CONTRACT);

    /** Modules with code of their own that is not part of the product. */
    private static final Set<String> FOR_TESTS = Set.of("test-fixtures", "bench", "bench-service", "load-tests");

    private final String folder;
    private final String packages;
    private final List<ProductModule> mayUse;
    private JavaClasses classes;

    ProductModule(String folder, String packages, ProductModule... mayUse) {
        this.folder = folder;
        this.packages = packages;
        this.mayUse = List.of(mayUse);
    }

    /** The module's packages and those that it may use, as ArchUnit writes packages. */
    String[] allowedPackages() {
        return Stream.concat(Stream.of(this), mayUse.stream())
                .map(module -> module.packages)
                .toArray(String[]::new);
    }

    /** @throws IllegalStateException with the command to run, when it is not compiled */
    synchronized JavaClasses classes() {
        if (classes == null) {
            Path compiled = root().resolve(folder).resolve("target/classes");
            JavaClasses imported = new ClassFileImporter().importPath(compiled);
            if (imported.isEmpty()) {
                throw new IllegalStateException(compiled + " holds no classes: run ./mvnw package -DskipTests first.");
            }
            classes = imported;
        }
        return classes;
    }

    /** The lines of its configuration: that of an application, or the defaults that an extension brings along. */
    List<String> settings() {
        Path resources = root().resolve(folder).resolve("src/main/resources");
        return Stream.of("application.properties", "META-INF/microprofile-config.properties")
                .map(resources::resolve)
                .filter(Files::exists)
                .flatMap(ProductModule::lines)
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folders of the table. */
    static Set<String> folders() {
        Set<String> folders = new TreeSet<>();
        Arrays.stream(values()).forEach(module -> folders.add(module.folder));
        return folders;
    }

    /** Every folder of the checkout that holds code of the product. */
    static Set<String> foldersWithCode() {
        Path root = root();
        Set<String> folders = new TreeSet<>();
        try (Stream<Path> poms = Files.find(root, 3, (path, any) -> path.endsWith("pom.xml"))) {
            poms.map(Path::getParent)
                    .filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                    .map(folder -> root.relativize(folder).toString())
                    .filter(folder -> !FOR_TESTS.contains(folder))
                    .forEach(folders::add);
            return folders;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("Run the architecture tests from within the checkout.");
            }
        }
        return folder;
    }
}
