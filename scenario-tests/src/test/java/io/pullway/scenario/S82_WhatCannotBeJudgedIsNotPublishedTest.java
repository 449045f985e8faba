package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The moderation service is not there, or does not believe who asks: the rating service publishes nothing, and says so. */
final class S82_WhatCannotBeJudgedIsNotPublishedTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static Platform platform;
    private static Program rating;
    private static String ada;
    private static long adasId;

    @BeforeAll
    static void start() {
        platform = Moderated.start("S82-unjudged", Map.of());
        rating = Moderated.rating(platform);
        ada = Tokens.of("ada", "user");
        adasId = RatedComments.newUser(platform, ada);
    }

    @AfterAll
    static void end() {
        platform.close();
    }

    @Test
    void whereNobodyJudgesNothingWithACommentIsPublishedAndTheAuthorIsToldSoAtOnce() {
        RawAnswer before = RatedComments.rate(ada, adasId, 5, "Before.").sendTo(platform.proxy(1));
        assertThat(before.status()).isEqualTo(201);
        RawRequest keyed =
                RatedComments.rate(ada, adasId, 6, "Meanwhile.").field("Idempotency-Key", "\"meanwhile-meanwhile\"");
        withoutModeration(() -> {
            Await.until(SOON, "it is told at once", () -> {
                long begin = System.nanoTime();
                requireRefused(keyed.sendTo(platform.proxy(1)));
                return System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(1);
            });
            assertThat(RatedComments.rate(ada, adasId, 7, null)
                            .sendTo(platform.proxy(1))
                            .status())
                    .isEqualTo(201);
            assertThat(RatedComments.published(platform, "Meanwhile.")).isZero();
        });

        Await.until(SOON, "the same key is carried out", () -> {
            RawAnswer answer = keyed.sendTo(platform.proxy(1));
            assertThat(answer.status()).as(answer.text()).isIn(201, 503);
            return answer.status() == 201;
        });
        assertThat(RatedComments.published(platform, "Meanwhile.")).isEqualTo(1);
        assertThat(RatedComments.judged(platform, "Meanwhile.")).containsExactly("ada");
    }

    /**
     * The caller's transaction is rolled back as soon as its call is refused. Of one in 80 the client's event loop still had it
     * then, and the database connection kept what was to be rolled back, for the next request that got it.
     */
    @Test
    void aRefusedCallLeavesNothingOfItsTransactionBehind() {
        int before = rating.output().length();
        withoutModeration(() -> {
            for (int call = 0; call < 600; call++) {
                requireRefused(RatedComments.rate(ada, adasId, 10, "Of many.").sendTo(platform.proxy(1)));
            }
        });

        assertThat(rating.output().substring(before).lines().filter(line -> line.contains("ARJUNA")))
                .isEmpty();
        assertThat(RatedComments.withoutAnswer(platform)).isZero();
        assertThat(RatedComments.published(platform, "Of many.")).isZero();
    }

    @Test
    void aTokenThatIsBelievedLaterOnlyIsNoReasonToSendAnother() {
        Program unbelieving = platform.newModeration(Map.of("PULLWAY_IDENTITY_AUDIENCE", "others"));
        withoutModeration(() -> {
            unbelieving.start();
            unbelieving.awaitReady();
            try {
                requireRefused(
                        RatedComments.rate(ada, adasId, 9, "Believed later.").sendTo(platform.proxy(1)));
            } finally {
                unbelieving.process().kill();
            }
        });
        assertThat(RatedComments.published(platform, "Believed later.")).isZero();
    }

    private static void withoutModeration(Runnable meanwhile) {
        platform.moderation(1).process().kill();
        try {
            meanwhile.run();
        } finally {
            platform.moderation(1).start();
            platform.moderation(1).awaitReady();
        }
    }

    private static void requireRefused(RawAnswer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.value("retry-after")).contains("1");
        assertThat(answer.text()).contains("Comments cannot be judged at the moment. Nothing was stored.");
    }
}
