package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of an instance that has called another service and has no answer yet: another instance makes the same call
 * again, is answered the same, and finishes.
 */
final class S83_AnotherInstanceTakesOverTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int AT_ONCE = 4;

    private Platform platform;

    @BeforeEach
    void start() {
        platform = Platform.of("S83")
                .echoes(0)
                .ratings(3)
                .moderations(1)
                // Work of a killed instance goes on elsewhere after the ack wait: sooner than usual.
                .streams(text -> text.replace("ackWait: 10s", "ackWait: 2s"))
                .serviceEnvironment("QUARKUS_REST_CLIENT_MODERATION_READ_TIMEOUT", "20000")
                .start();
    }

    @AfterEach
    void end() {
        platform.close();
    }

    @Test
    void everyRequestIsFinishedByAnotherInstanceAndOnce() {
        takesOver(10);
    }

    @Test
    @Tag("fault")
    void aHundredTimes() {
        takesOver(100);
    }

    private void takesOver(int times) {
        Random random = Seed.random("S83");
        int takenOver = IntStream.rangeClosed(1, times)
                .map(round -> killBetweenCallAndAnswer(round, random))
                .sum();
        assertThat(takenOver).isGreaterThanOrEqualTo(times);
    }

    /** @return how many requests the killed instance had in hand, each between its call and the answer to that */
    private int killBetweenCallAndAnswer(int round, Random random) {
        Victim.awaitTwoReady(platform.ratings());
        long user = RatedComments.newUser(platform, Tokens.admin());
        List<CompletableFuture<RawAnswer>> answers;
        Program victim;
        int inHand;
        try (HeldTable verdicts = HeldTable.of(platform, "moderation.verdicts")) {
            answers = IntStream.rangeClosed(1, AT_ONCE)
                    .mapToObj(service -> RatedComments.rate(Tokens.admin(), user, service, comment(round, service))
                            .field("Prefer", "wait=60"))
                    .map(request -> CompletableFuture.supplyAsync(
                            () -> request.sendTo(platform.proxy(1)),
                            task -> Thread.ofVirtual().start(task)))
                    .toList();
            Await.until(SOON, "all are called and none is answered", () -> verdicts.waiting() == AT_ONCE);
            victim = Victim.among(platform.ratings(), random);
            inHand = Gauges.running(victim);
            victim.process().kill();
        }

        // It is not there again before everything is finished: another one has done it.
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(201));
        for (int service = 1; service <= AT_ONCE; service++) {
            assertThat(RatedComments.published(platform, comment(round, service)))
                    .isEqualTo(1);
            assertThat(RatedComments.judged(platform, comment(round, service))).containsExactly("admin");
        }
        victim.start();
        return inHand;
    }

    private static String comment(int round, int service) {
        return "Round " + round + " of service " + service;
    }
}
