package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.Ports;
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

    @TempDir
    private static Path folder;

    private final List<String> record = new ArrayList<>();
    private final int offset = Ports.free() % 15_000;

    @Test
    void aServiceFromNothingAnswersBehindTheApi() throws Exception {
        CheckoutCopy copy = CheckoutCopy.at(folder.resolve("a checkout"));
        long begin = System.nanoTime();
        step("scripts/pullway new service orders-service", copy, "scripts/pullway", "new", "service", "orders-service");
        Process local = copy.start("run-local", "scripts/run-local", "--port-offset", Integer.toString(offset));
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

    private void step(String name, CheckoutCopy copy, String... command) throws Exception {
        long begin = System.nanoTime();
        copy.run("step", command);
        record.add(Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s  " + name);
    }

    private void awaitReady(CheckoutCopy copy, Process local) {
        long begin = System.nanoTime();
        Await.until(CheckoutCopy.STEP_LIMIT, "run-local is ready", () -> {
            assertThat(local.isAlive())
                    .as("run-local: %s", copy.said("run-local"))
                    .isTrue();
            return copy.said("run-local").contains("Pullway is ready");
        });
        record.add(Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s  scripts/run-local");
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
