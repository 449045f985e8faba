package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of an instance that has called another service and has no answer yet: another instance makes the same call
 * again, is answered the same, and finishes: whether its client waits, sent it with a key or asks for the answer later.
 */
final class S83_AnotherInstanceTakesOverTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int AT_ONCE = 4;

    /** How a client asks. */
    private enum Way {
        PLAIN,
        KEYED,
        LATER;

        static Way of(int service) {
            return values()[service % values().length];
        }
    }

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
        Reliability.row(
                "kill -9 of a service between its call of another and the answer",
                takesOver(100),
                "each finished by another instance, with one effect in both services");
    }

    private History takesOver(int times) {
        Random random = Seed.random("S83");
        History history = new History();
        int takenOver = IntStream.rangeClosed(1, times)
                .map(round -> killBetweenCallAndAnswer(round, random, history))
                .sum();
        assertThat(takenOver).isGreaterThanOrEqualTo(times);
        return history;
    }

    /** @return how many requests the killed instance had in hand, each between its call and the answer to that */
    private int killBetweenCallAndAnswer(int round, Random random, History history) {
        Victim.awaitTwoReady(platform.ratings());
        long user = RatedComments.newUser(platform, Tokens.admin());
        List<CompletableFuture<RawAnswer>> answers;
        Program victim;
        int inHand;
        try (HeldTable verdicts = HeldTable.of(platform, "moderation.verdicts")) {
            answers = IntStream.rangeClosed(1, AT_ONCE)
                    .mapToObj(service -> CompletableFuture.supplyAsync(
                            () -> rate(user, service, comment(round, service)),
                            task -> Thread.ofVirtual().start(task)))
                    .toList();
            Await.until(SOON, "all are called and none is answered", () -> verdicts.waiting() == AT_ONCE);
            victim = Victim.among(platform.ratings(), random);
            inHand = Gauges.running(victim);
            victim.process().kill();
        }

        // It is not there again before everything is finished: another one has done it.
        for (int service = 1; service <= AT_ONCE; service++) {
            RawAnswer answer = answers.get(service - 1).join();
            history.answered(Way.of(service).name(), answer, true);
            assertThat(answer.status()).as("%s: %s", Way.of(service), answer).isEqualTo(201);
            assertThat(RatedComments.published(platform, comment(round, service)))
                    .isEqualTo(1);
            assertThat(RatedComments.judged(platform, comment(round, service))).containsExactly("admin");
        }
        victim.start();
        return inHand;
    }

    private RawAnswer rate(long user, int service, String comment) {
        RawRequest request = RatedComments.rate(Tokens.admin(), user, service, comment);
        return switch (Way.of(service)) {
            case PLAIN -> request.field("Prefer", "wait=60").sendTo(platform.proxy(1));
            case KEYED ->
                request.field("Prefer", "wait=60")
                        .field("Idempotency-Key", '"' + comment + '"')
                        .sendTo(platform.proxy(1));
            case LATER ->
                later(request.field("Prefer", "respond-async")
                        .sendTo(platform.proxy(1))
                        .value("location")
                        .orElseThrow());
        };
    }

    /** The answer, once there is one. */
    private RawAnswer later(String location) {
        return Await.value(SOON, "the answer", () -> {
            RawAnswer answer = RawRequest.get(location)
                    .field("Authorization", Tokens.admin())
                    .sendTo(platform.proxy(1));
            return answer.status() == 202 ? Optional.empty() : Optional.of(answer);
        });
    }

    private static String comment(int round, int service) {
        return "Round " + round + " of service " + service;
    }
}
