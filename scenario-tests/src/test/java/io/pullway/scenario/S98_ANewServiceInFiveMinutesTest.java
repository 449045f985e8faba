package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * "A new service in five minutes" (README), step by step as it is written there, in a copy of this checkout. How long each
 * step took is kept in {@code target/new-service.txt}.
 */
@Tag("new-service")
final class S98_ANewServiceInFiveMinutesTest {
    private static final Duration PROMISED = Duration.ofMinutes(5);
    private static final Duration STEP_LIMIT = Duration.ofMinutes(10);

    @TempDir
    private static Path folder;

    private final List<String> record = new ArrayList<>();
    private final int offset = Ports.free() % 15_000;

    @Test
    void aServiceFromNothingAnswersBehindTheApi() throws Exception {
        Path copy = copy();
        long begin = System.nanoTime();
        step("scripts/pullway new service orders-service", copy, "scripts/pullway", "new", "service", "orders-service");
        Process local = start(copy, "run-local", "scripts/run-local", "--port-offset", Integer.toString(offset));
        try {
            awaitReady(copy, local);
            HttpResponse<String> answer = get("/api/orders");
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            record.add(took.toSeconds() + " s  it answers");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"greeting\":\"Hello from orders-service\"}");
            assertThat(post("/api/orders", "{\"name\":\"Ada\"}").body()).isEqualTo("{\"greeting\":\"Hello Ada\"}");
            assertThat(took).isLessThan(PROMISED);
        } finally {
            local.destroy();
            local.waitFor(2, TimeUnit.MINUTES);
        }
        step("scripts/check", copy, "scripts/check");
        step(
                "its first test",
                copy,
                "./mvnw",
                "--quiet",
                "--offline",
                "verify",
                "--projects",
                "scenario-tests",
                "--also-make",
                "-Dtest=OrdersServiceTest,ModuleTableTest",
                "-Dsurefire.failIfNoSpecifiedTests=false");
        Files.write(Checkout.root().resolve("scenario-tests/target/new-service.txt"), record);
    }

    /** What is committed or would be; programs that are built already, and nothing else that is. */
    private static Path copy() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("a checkout"));
        String source = Checkout.root().toString();
        run(
                copy,
                "copy",
                "bash",
                "-c",
                "cd \"$1\" && git ls-files -z --cached --others --exclude-standard | tar --null --create --files-from=- |"
                        + " tar --extract --directory=\"$2\" && rm -f \"$2/.tools\" && ln -s \"$1/.tools\" \"$2/.tools\" && cd \"$2\" &&"
                        + " git init --quiet && git add --all",
                "copy",
                source,
                copy.toString());
        return copy;
    }

    private void step(String name, Path copy, String... command) throws Exception {
        long begin = System.nanoTime();
        run(copy, "step", command);
        record.add(Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s  " + name);
    }

    private static void run(Path copy, String name, String... command) throws Exception {
        Process process = start(copy, name, command);
        boolean ended = process.waitFor(STEP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended && process.exitValue() == 0)
                .as("%s:%n%s", String.join(" ", command), said(name))
                .isTrue();
    }

    private static Process start(Path copy, String name, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        // Beside the checkout, and not beside its copy.
        builder.environment()
                .putIfAbsent(
                        "PULLWAY_CRDS",
                        Checkout.root().resolveSibling("shared/crds").toString());
        return builder.start();
    }

    private void awaitReady(Path copy, Process local) {
        long begin = System.nanoTime();
        Await.until(STEP_LIMIT, "run-local is ready", () -> {
            assertThat(local.isAlive()).as("run-local: %s", said("run-local")).isTrue();
            return said("run-local").contains("Pullway is ready");
        });
        record.add(Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s  scripts/run-local, in "
                + copy.getFileName());
    }

    private static String said(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + (8080 + offset) + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
