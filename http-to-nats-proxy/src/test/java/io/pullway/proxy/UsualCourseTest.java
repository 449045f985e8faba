package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.fixtures.Await;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How keyed requests take their usual course; what they are told is in {@link ClaimedExchangeTest}. */
class UsualCourseTest {
    private static final Duration BUDGET = Duration.ofSeconds(15);

    private final RequestId id = RequestId.next();
    private ClaimingOnNats proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = new ClaimingOnNats(true);
    }

    @AfterEach
    void end() throws Exception {
        proxy.close();
    }

    @Test
    void itIsToldOnTheEventLoopOfTheConnection() {
        proxy.echo().serve(0);
        CompletableFuture<Boolean> onThread = new CompletableFuture<>();

        proxy.forward(
                RequestKind.KEYED,
                id,
                "one",
                BUDGET,
                outcome -> onThread.complete(Thread.currentThread().isVirtual()));

        assertThat(told(onThread)).isFalse();
        Await.until(ForwardingOnNats.SOON, "nobody listens any more", () -> !proxy.isWatched(id));
    }

    @Test
    void whatIsNotUsualGoesOnOnAThread() {
        proxy.echo().serve(0);
        told(proxy.ask(RequestKind.KEYED, id, "one", BUDGET));
        CompletableFuture<Boolean> onThread = new CompletableFuture<>();

        proxy.forward(
                RequestKind.KEYED,
                id,
                "one",
                BUDGET,
                outcome -> onThread.complete(outcome instanceof Outcome.Answered
                        && Thread.currentThread().isVirtual()));

        assertThat(told(onThread)).isTrue();
        Await.until(ForwardingOnNats.SOON, "nobody listens any more", () -> !proxy.isWatched(id));
    }

    @Test
    void ofSomeAtTheSameTimeOneIsStoredAndAllAreTold() {
        proxy.echo().serve(0);
        List<CompletableFuture<Outcome>> asked = Stream.generate(() -> proxy.ask(RequestKind.KEYED, id, "one", BUDGET))
                .limit(5)
                .toList();

        assertThat(asked.stream().map(UsualCourseTest::told)).allMatch(Outcome.Answered.class::isInstance);
        assertThat(proxy.queued()).isEqualTo(1);
    }

    @Test
    void whoHasGoneIsNotWaitedForAnyMore() {
        CompletableFuture<Outcome> first = new CompletableFuture<>();
        Runnable gone = proxy.forward(RequestKind.KEYED, id, "one", BUDGET, first::complete);
        Await.until(ForwardingOnNats.SOON, "it is stored", () -> proxy.queued() == 1);
        assertThat(proxy.isWatched(id)).isTrue();

        gone.run();

        Await.until(ForwardingOnNats.SOON, "nobody listens any more", () -> !proxy.isWatched(id));
        gone.run();
        assertThat(first).isNotDone();
        assertThat(proxy.queued()).isEqualTo(1);
    }

    /** It is stored first: whoever asks with the same key later is told what became of it. */
    @Test
    void whoGoesAtOnceLeavesNoClaimWithoutItsRequest() {
        proxy.forward(RequestKind.KEYED, id, "one", BUDGET, outcome -> {}).run();

        Await.until(ForwardingOnNats.SOON, "it is stored", () -> proxy.queued() == 1);
        Await.until(ForwardingOnNats.SOON, "nobody listens any more", () -> !proxy.isWatched(id));
    }

    @Test
    void whoGoesAtOnceLeavesNoClaimOfWhatTheQueueRefuses() throws Exception {
        proxy.connection().jetStreamManagement().deleteStream(ClaimingOnNats.QUEUE);
        proxy.makeQueue(1);
        proxy.ask(RequestKind.KEYED, RequestId.next(), "one", BUDGET);
        Await.until(ForwardingOnNats.SOON, "it is full", () -> proxy.queued() == 1);

        proxy.forward(RequestKind.KEYED, id, "one", BUDGET, outcome -> {}).run();

        Await.until(ForwardingOnNats.SOON, "it is released", () -> proxy.state(id) == State.RELEASED);
        Await.until(ForwardingOnNats.SOON, "nobody listens any more", () -> !proxy.isWatched(id));
    }

    /** What is too large for NATS is refused at the door of a proxy; here it stands for whatever nobody has thought of. */
    @Test
    void whatFailsOnTheWayIsToldAndLeavesNothingBehind() throws Exception {
        try (ClaimingOnNats small = new ClaimingOnNats(true, "max_payload: 2048")) {
            Outcome outcome = told(small.ask(RequestKind.KEYED, id, "x".repeat(4_096), BUDGET));

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.type()).isEqualTo(ProblemType.OUTCOME_UNKNOWN));
            Await.until(ForwardingOnNats.SOON, "nobody listens any more", () -> !small.isWatched(id));
        }
    }

    @Test
    void aLargeBodyIsWorkedOnByAThread() {
        proxy.echo().serve(0);

        assertThatThrownBy(() -> proxy.ask(RequestKind.KEYED, id, "x".repeat(65_537), BUDGET))
                .hasMessageContaining("usual");
    }

    private static <T> T told(CompletableFuture<T> asked) {
        return asked.orTimeout(ForwardingOnNats.SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
