package io.pullway.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.partitioningBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.JavaProcess;
import io.pullway.fixtures.Ports;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the recipe of the images promises, shown without Docker: {@code scripts/image --rehearse} does in a folder what the recipe does
 * in an image. There is neither NATS nor PostgreSQL, as in the building of an image. {@code docs/images.md} says what this leaves open.
 */
@Tag("images")
final class ImageRecipeTest {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String CODE = "echo-service/src/main/java/io/pullway/echo/EchoResource.java";

    /** Group, artifact, version and, where there is one, classifier. */
    private static final Pattern PACKAGE_URL =
            Pattern.compile("\"pkg:maven/([^/]+)/([^@]+)@([^?]+)[?](?:classifier=([^&]+)&)?type=jar\"");

    @TempDir
    private static Path folder;

    private static CheckoutCopy checkout;
    private static Path application;

    private final int managementPort = Ports.free();

    @BeforeAll
    static void rehearse() throws Exception {
        checkout = CheckoutCopy.at(folder.resolve("a checkout"));
        application = folder.resolve("application");
        checkout.run("image", "scripts/image", "--rehearse", application.toString(), "rating-service");
    }

    @Test
    void itsClassesComeFromTheCache() throws Exception {
        Path loaded = folder.resolve("loaded");
        // "on": a cache that does not fit would be the end.
        try (JavaProcess process = start("-XX:AOTMode=on", "-Xlog:class+load:file=" + loaded + ":none:filecount=0")) {
            process.awaitHttp(health(), START_LIMIT);
        }
        Map<Boolean, List<String>> fromCache;
        try (Stream<String> lines = Files.lines(loaded)) {
            fromCache = lines.collect(partitioningBy(line -> line.contains("source: shared objects file")));
        }
        assertThat(fromCache.get(true))
                .as("those of libraries, ours and those that Quarkus generated")
                .anyMatch(line -> line.startsWith("io.vertx.core.impl.VertxImpl "))
                .anyMatch(line -> line.startsWith("io.pullway.server.PullServer "))
                .anyMatch(line -> line.startsWith("io.pullway.rating.database.SchemaAtStart "))
                .anyMatch(line -> line.startsWith("io.quarkus.runner.ApplicationImpl "));
        assertThat(fromCache.get(false).size())
                .as(
                        "loaded otherwise, beside %s from the cache",
                        fromCache.get(true).size())
                .isLessThan(fromCache.get(true).size() / 10);
    }

    @Test
    void aCacheThatDoesNotFitIsIgnoredWithAWarning() {
        try (JavaProcess process = start("-XX:+UseCompactObjectHeaders")) {
            process.awaitHttp(health(), START_LIMIT);
            assertThat(process.output()).contains("Unable to use AOT cache");
        }
    }

    @Test
    void itsBillNamesEveryLibraryInIt() throws Exception {
        List<String> named = PACKAGE_URL
                .matcher(Files.readString(application.resolve("sbom.cdx.json")))
                .results()
                .map(url -> url.group(1) + "." + url.group(2) + "-" + url.group(3)
                        + (url.group(4) == null ? "" : "-" + url.group(4)) + ".jar")
                .toList();
        try (Stream<Path> files = Files.walk(application.resolve("lib"))) {
            List<String> jars = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
            assertThat(jars).hasSizeGreaterThan(100);
            assertThat(named).containsAll(jars);
        }
    }

    @Test
    void twoBuildsMakeTheSameLayersAndAChangeOfTheCodeChangesOne() throws Exception {
        CheckoutCopy other = CheckoutCopy.at(folder.resolve("elsewhere/another checkout"));
        Map<String, String> layers = layers(checkout);
        assertThat(layers(other)).isEqualTo(layers);

        String source = Files.readString(other.path(CODE));
        String changed = source.replace("\"test-port\"", "\"another-port\"");
        assertThat(changed).isNotEqualTo(source);
        Files.writeString(other.path(CODE), changed);

        Map<String, String> afterwards = layers(other);
        assertThat(layers.keySet())
                .filteredOn(layer -> !afterwards.get(layer).equals(layers.get(layer)))
                .containsExactly("code");
    }

    private JavaProcess start(String... options) {
        JavaProcess.Command command = JavaProcess.jar(application.resolve("quarkus-run.jar"))
                .option("@" + application.resolve("jvm.options"))
                .option("-XX:AOTCache=" + application.resolve("application.aot"))
                .environment("PULLWAY_DATABASE_MIGRATE", "false")
                .environment("PULLWAY_DATABASE_PASSWORD", "none")
                .environment("PULLWAY_NATS_SERVERS", "nats://127.0.0.1:1")
                .environment("QUARKUS_MANAGEMENT_HOST", "127.0.0.1")
                .environment("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        Stream.of(options).forEach(command::option);
        return command.start("rating-service");
    }

    private URI health() {
        return URI.create("http://127.0.0.1:" + managementPort + "/q/health/live");
    }

    /**
     * The layers of the echo service's image, built now, each with a digest of its files, their names, rights and times. Without
     * {@code generated}, in which Quarkus 3.32.1 numbers what its build steps hand over by which of them came first.
     */
    private static Map<String, String> layers(CheckoutCopy checkout) throws Exception {
        checkout.run("image", "scripts/image", "echo-service");
        Map<String, String> layers = new TreeMap<>();
        try (Stream<Path> entries = Files.list(checkout.path("echo-service/target/image"))) {
            for (Path layer : entries.filter(Files::isDirectory).toList()) {
                layers.put(layer.getFileName().toString(), digest(layer));
            }
        }
        layers.remove("generated");
        return layers;
    }

    private static String digest(Path layer) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Stream<Path> files = Files.walk(layer)) {
            for (Path file : files.sorted().toList()) {
                String entry = layer.relativize(file) + " "
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + " "
                        + Files.getLastModifiedTime(file);
                digest.update(entry.getBytes(UTF_8));
                if (Files.isRegularFile(file)) {
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
