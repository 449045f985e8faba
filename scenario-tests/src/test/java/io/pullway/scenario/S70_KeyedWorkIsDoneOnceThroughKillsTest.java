package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.scenario.History.Outcome;
import io.pullway.scenario.NatsClient.Seen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every key is sent eight times, through both proxies, while proxies and instances are killed and come again. */
final class S70_KeyedWorkIsDoneOnceThroughKillsTest {
    private static final int TIMES = 8;
    private static final int CLIENTS = 32;

    /** When all clients wait, for so many keys at least. */
    private static final int IN_HAND = CLIENTS / TIMES;

    private static final Duration SOON = Duration.ofSeconds(30);

    private Platform platform;

    @BeforeEach
    void start() {
        platform = Platform.of("S70")
                .proxies(2)
                .echoes(0)
                .ratings(2)
                // Work of a killed instance goes on elsewhere after the ack wait: sooner than usual.
                .streams(text -> text.replace("ackWait: 10s", "ackWait: 3s"))
                .serviceEnvironment("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "20s")
                .start();
    }

    @AfterEach
    void end() {
        platform.close();
    }

    @Test
    void everyKeyHasOneEffectAndOneAnswer() throws Exception {
        keysThroughKills(500, Duration.ofMillis(100), 3);
    }

    @Test
    @Tag("fault")
    void everyOfTenThousandKeysHasOneEffectAndOneAnswer() throws Exception {
        Reliability.row(
                "kill -9 of proxies and instances",
                keysThroughKills(10_000, Duration.ofMillis(20), 10),
                KeyedUser.once(platform) + " of "
                        + KeyedUser.inDatabase(platform).size() + " keys, each told the same eight times");
    }

    private History keysThroughKills(int leastKeys, Duration pause, int leastKills) throws Exception {
        Random random = Seed.random("S70");
        AtomicInteger kills = new AtomicInteger();
        KeyedAsks asks = new KeyedAsks(Seed.random("S70 keys"), TIMES, leastKeys, () -> kills.get() >= leastKills);
        History history = new History();
        Map<KeyedUser, Set<KeyedUser.Made>> answers = new ConcurrentHashMap<>();
        List<Program> proxies = List.of(platform.proxy(1), platform.proxy(2));
        try (StreamsSince streams = new StreamsSince(platform);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(i -> clients.submit(() -> {
                        try (RecordingClient client = new RecordingClient(proxies, i, history)) {
                            for (Optional<KeyedUser> next = asks.next(); next.isPresent(); next = asks.next()) {
                                answers.computeIfAbsent(next.get(), any -> ConcurrentHashMap.newKeySet())
                                        .add(next.get().makeBy(client));
                                LockSupport.parkNanos(pause.toNanos());
                            }
                        }
                    }))
                    .toList();
            while (!all.stream().allMatch(Future::isDone)) {
                // In turn: at the end of a proxy only do clients have to ask again, and that has to be seen.
                int number = 1 + random.nextInt(2);
                killInTheMiddle(kills.get() % 2 == 0 ? platform.proxy(number) : platform.rating(number), asks);
                kills.incrementAndGet();
            }
            for (Future<?> client : all) {
                client.get();
            }
            streams.awaitNothingQueued();
            assertThat(streams.deadLetters()).isEmpty();
            assertThat(streams.keptAnswers())
                    .extracting(Seen::body)
                    .containsExactlyInAnyOrderElementsOf(answers.values().stream()
                            .flatMap(Set::stream)
                            .map(KeyedUser.Made::body)
                            .toList());
        }

        System.getLogger("S70").log(System.Logger.Level.INFO, kills + " kills; " + history);
        assertThat(kills).hasValueGreaterThanOrEqualTo(leastKills);
        int keys = asks.users();
        // Else the kills struck nothing, and this run showed nothing.
        assertThat(history.size()).isGreaterThan(keys * TIMES);
        assertThat(history.ended(Outcome.SILENT, Outcome.WRONG, Outcome.FAILED)).isEmpty();
        assertThat(history.count(Outcome.ANSWERED)).isEqualTo((long) keys * TIMES);
        assertThat(answers)
                .hasSize(keys)
                .allSatisfy((user, made) ->
                        assertThat(made).as("the one answer for " + user).hasSize(1));
        Map<String, List<Long>> stored = KeyedUser.inDatabase(platform);
        assertThat(stored)
                .hasSize(keys)
                .allSatisfy((name, ids) -> assertThat(ids).hasSize(1));
        assertThat(answers)
                .allSatisfy((user, made) -> assertThat(made.iterator().next().location())
                        .endsWith("/" + stored.get(user.name()).getFirst()));
        return history;
    }

    /**
     * Kills one and starts it again. While all clients have work it is killed when that is in hand; at the
     * end nothing waits for more of it to come, which would stop what there is.
     */
    private void killInTheMiddle(Program victim, KeyedAsks asks) {
        try (HeldTable held = HeldTable.of(platform, "users")) {
            Await.until(SOON, "work is in hand", () -> held.waiting() >= IN_HAND || asks.isOver());
            victim.process().kill();
        }
        victim.start();
        victim.awaitReady();
    }
}
