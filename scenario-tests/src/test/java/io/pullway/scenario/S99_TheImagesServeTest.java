package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pullway.fixtures.Await;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The core scenarios with the images instead of processes of this machine: answered, out of the database, the same for the same
 * key, by another instance when one is killed. {@code scripts/test --profile containers} says so where there is no Docker engine.
 */
@Tag("containers")
final class S99_TheImagesServeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Map<String, String> DATABASE =
            Map.of("POSTGRES_USER", "pullway", "POSTGRES_PASSWORD", "pullway", "POSTGRES_DB", "pullway");

    @TempDir
    private static Path folder;

    private static final List<GenericContainer<?>> RUNNING = new ArrayList<>();
    private static Images images;
    private static List<GenericContainer<?>> echoes;
    private static GenericContainer<?> proxy;
    private static GenericContainer<?> rating;

    @BeforeAll
    static void startAll() throws Exception {
        assumeTrue(DockerClientFactory.instance().isDockerAvailable(), "no Docker engine: the images are not run");
        Path keySet = Files.copy(Path.of(URI.create(Tokens.jwks())), folder.resolve("jwks.json"));
        images = new Images(keySet);
        GenericContainer<?> nats = kept(images.server("nats:2.15.2", "nats", 4222, Map.of(), "--jetstream"));
        kept(images.server("postgres:18.6", "postgres", 5432, DATABASE));
        CommandLine.with(
                        Map.of(),
                        List.of(
                                "apply",
                                "--server",
                                "nats://127.0.0.1:" + nats.getMappedPort(4222),
                                Checkout.root().resolve("k8s/base/streams").toString()))
                .succeeded();
        ImageFromDockerfile echo = Images.image("echo-service", "/echo");
        echoes = List.of(
                kept(images.ready(echo, Map.of("PULLWAY_SERVER_INSTANCE", "echo-1"))),
                kept(images.ready(echo, Map.of("PULLWAY_SERVER_INSTANCE", "echo-2"))));
        rating = kept(images.ready(
                Images.image("rating-service", "/users"),
                Map.of(
                        "PULLWAY_DATABASE_URL", "jdbc:postgresql://postgres:5432/pullway",
                        "PULLWAY_DATABASE_USER", "pullway",
                        "PULLWAY_DATABASE_PASSWORD", "pullway",
                        "PULLWAY_RATING_SEED", "true")));
        proxy = kept(images.ready(Images.image("http-to-nats-proxy", "/api/anything"), Map.of()));
    }

    @AfterAll
    static void stopAll() {
        RUNNING.reversed().forEach(GenericContainer::stop);
        if (images != null) {
            images.close();
        }
    }

    @Test
    void theStatusFieldsAndBodyAreThoseOfTheService() {
        RawAnswer answer = RawRequest.post(
                        "/api/echo?raw=1&status=418&header=X-Two:b&header=X-Two:a",
                        "as it is".getBytes(StandardCharsets.UTF_8))
                .sendTo(Images.http(proxy));

        assertThat(answer.status()).isEqualTo(418);
        assertThat(answer.values("x-two")).containsExactly("b", "a");
        assertThat(answer.text()).isEqualTo("as it is");
    }

    @Test
    void whatIsInTheDatabaseIsTold() {
        RawAnswer answer = RawRequest.get("/api/users").sendTo(Images.http(proxy));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().findValues("firstName")).isNotEmpty();
    }

    @Test
    void whoAsksAgainWithTheSameKeyGetsTheSameAnswer() {
        RawRequest keyed = RawRequest.post("/api/echo", "once".getBytes(StandardCharsets.UTF_8))
                .field("Idempotency-Key", "a-key-of-sixteen-characters-or-more");

        RawAnswer first = keyed.sendTo(Images.http(proxy));
        RawAnswer again = keyed.sendTo(Images.http(proxy));

        assertThat(first.status()).as(first.toString()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
    }

    @Test
    void anotherInstanceAnswersWhenOneIsKilled() {
        CompletableFuture<RawAnswer> asked = CompletableFuture.supplyAsync(
                () -> RawRequest.get("/api/echo?delay=5000").sendTo(Images.http(proxy)));
        Await.until(LIMIT, "an instance works", () -> echoes.stream().anyMatch(S99_TheImagesServeTest::works));
        GenericContainer<?> killed = echoes.stream()
                .filter(S99_TheImagesServeTest::works)
                .findFirst()
                .orElseThrow();
        killed.getDockerClient().killContainerCmd(killed.getContainerId()).exec();

        RawAnswer answer = asked.join();
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.echoed().deliveries()).isEqualTo(2);
        assertThat(answer.echoed().servedBy()).isNotEqualTo(killed.getEnvMap().get("PULLWAY_SERVER_INSTANCE"));
    }

    private static boolean works(GenericContainer<?> echo) {
        return Gauges.runningAt(Images.management(echo)) > 0;
    }

    @Test
    void theirCachesAreTaken() {
        for (GenericContainer<?> application : List.of(proxy, rating)) {
            assertThat(application.getLogs()).doesNotContain("AOT cache", "[warning]", "[error]");
        }
    }

    private static GenericContainer<?> kept(GenericContainer<?> container) {
        RUNNING.add(container);
        return container;
    }
}
