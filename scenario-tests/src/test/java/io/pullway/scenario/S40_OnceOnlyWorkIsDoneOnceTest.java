package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.fixtures.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of instances whose POSTs are once-only: plain ones, without a key. */
final class S40_OnceOnlyWorkIsDoneOnceTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int ROUNDS = 3;
    private static final int AT_ONCE = 20;
    private static final int KILLS = 4;
    private static final int ENOUGH = 50;
    private static final int CLIENTS = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private Platform platform;

    /** A user that somebody asked for, and the answer. */
    private record Posted(String name, HttpResponse<String> answer) {}

    @BeforeEach
    void start() {
        // Work of a killed instance goes on elsewhere after the ack wait: sooner than usual.
        platform = Platform.of("S40")
                .echoes(0)
                .ratings(1)
                .streams(text -> text.replace("ackWait: 10s", "ackWait: 3s"))
                // A busy machine is no reason to give up at the start, or to answer 503.
                .serviceEnvironment("PULLWAY_ONCE_ONLY_IDLE_TIMEOUT", "5s")
                .serviceEnvironment("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "20s")
                .start();
    }

    @AfterEach
    void end() {
        platform.close();
        client.close();
    }

    /**
     * Between commit and ack for certain: all of them have written and wait for a lock in the database, then
     * nothing more of what the instance sends reaches NATS, then the lock goes away.
     */
    @Test
    void whatIsCommittedAndNotAcknowledgedIsAnsweredByTheNextAndNotDoneAgain() throws Exception {
        try (Link link = new Link(platform.nats().port())) {
            Program next = platform.rating(1);
            Program victim = platform.newRating(Map.of("PULLWAY_NATS_SERVERS", link.natsUrl()));
            for (int round = 0; round < ROUNDS; round++) {
                next.process().kill();
                victim.start();
                victim.awaitReady();
                List<CompletableFuture<Posted>> posts = commitWithoutAck(link);

                victim.process().kill();
                link.drop();
                next.start();

                assertEachDoneOnce(posts.stream().map(CompletableFuture::join).toList());
            }
        }
    }

    @Test
    void killsUnderLoadLoseNothingAndDoNothingTwice() throws Exception {
        platform.newRating(Map.of()).start();
        platform.rating(2).awaitReady();
        Queue<Posted> posted = new ConcurrentLinkedQueue<>();
        AtomicBoolean goOn = new AtomicBoolean(true);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(() -> {
                    while (goOn.get()) {
                        posted.add(post().join());
                    }
                });
            }
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    int before = posted.size();
                    Await.until(SOON, "requests flow", () -> posted.size() > before + ENOUGH);
                    Program victim = platform.rating(1 + kill % 2);
                    victim.process().kill();
                    victim.start();
                    victim.awaitReady();
                }
            } finally {
                goOn.set(false);
            }
        }

        assertThat(posted).hasSizeGreaterThan(KILLS * ENOUGH);
        assertEachDoneOnce(List.copyOf(posted));
    }

    /** It has written and not committed: PostgreSQL ends its transaction, and another instance does the work. */
    @Test
    void aFrozenInstanceNeitherHoldsItsRequestsNorDoesThemASecondTime() throws Exception {
        Program frozen = platform.rating(1);
        List<CompletableFuture<Posted>> posts;
        try (HeldTable users = HeldTable.of(platform, "users")) {
            posts = postsThatWaitFor(users);
            frozen.process().freeze();
        }
        Program healthy = platform.newRating(Map.of());
        healthy.start();

        List<Posted> posted = posts.stream().map(CompletableFuture::join).toList();
        assertEachDoneOnce(posted);

        frozen.process().thaw();
        Await.until(SOON, "it has nothing in hand", () -> Gauges.running(frozen) == 0);
        assertEachDoneOnce(posted);
    }

    /** Whoever asked hears nothing of it: a request whose transaction was ended is delivered again. */
    @Test
    void whatTheDatabaseEndsInTheMiddleIsDoneByTheNextDelivery() throws Exception {
        List<CompletableFuture<Posted>> posts;
        try (HeldTable users = HeldTable.of(platform, "users")) {
            posts = postsThatWaitFor(users);
            users.endWaiting();
        }

        assertEachDoneOnce(posts.stream().map(CompletableFuture::join).toList());
    }

    private List<CompletableFuture<Posted>> postsThatWaitFor(HeldTable users) {
        List<CompletableFuture<Posted>> posts =
                Stream.generate(this::post).limit(AT_ONCE).toList();
        Await.until(SOON, "all wait for the lock", () -> users.waiting() == AT_ONCE);
        return posts;
    }

    private List<CompletableFuture<Posted>> commitWithoutAck(Link link) {
        List<CompletableFuture<Posted>> posts;
        int before = Users.named(platform, "Once").size();
        try (HeldTable users = HeldTable.of(platform, "users")) {
            posts = postsThatWaitFor(users);
            link.holdUplink();
        }
        Await.until(
                SOON, "all are committed", () -> Users.named(platform, "Once").size() == before + AT_ONCE);
        assertThat(posts).noneMatch(CompletableFuture::isDone);
        return posts;
    }

    /** Every client got an answer, and it names the one row that its request made. */
    private void assertEachDoneOnce(List<Posted> posted) throws IOException {
        Map<String, List<Long>> users = Users.named(platform, "Once");
        for (Posted one : posted) {
            assertThat(one.answer().statusCode()).as(one.answer().body()).isEqualTo(201);
            long id = JSON.readTree(one.answer().body()).get("id").longValue();
            assertThat(users.get(one.name())).as(one.name()).containsExactly(id);
            assertThat(one.answer().headers().firstValue("location").orElseThrow())
                    .endsWith("/api/users/" + id);
        }
    }

    private CompletableFuture<Posted> post() {
        String name = "n" + UUID.randomUUID();
        HttpRequest request = HttpRequest.newBuilder(platform.proxy(1).uri().resolve("/api/users"))
                .header("content-type", "application/json")
                .header("authorization", Tokens.admin())
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"firstName\":\"%s\",\"lastName\":\"Once\"}".formatted(name)))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(answer -> new Posted(name, answer));
    }
}
