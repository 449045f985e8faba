package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Subscription;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.pullway.fixtures.Await;
import io.pullway.wire.Body;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients with a key are told at a door that takes nothing new, and while nobody leads a stream: the same of those that
 * begin their {@link UsualCourse} as of those that are followed by threads.
 */
@ParameterizedClass(name = "the usual course: {0}")
@ValueSource(booleans = {false, true})
class ClaimedExchangeTest {
    private static final Duration BUDGET = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final RequestId id = RequestId.next();
    private final boolean usually;
    private ClaimingOnNats proxy;

    ClaimedExchangeTest(boolean usually) {
        this.usually = usually;
    }

    @BeforeEach
    void start() throws Exception {
        proxy = new ClaimingOnNats(usually);
    }

    @AfterEach
    void end() throws Exception {
        proxy.close();
    }

    @Test
    void withoutAnInstanceKeptAnswersAreGivenAndOnlyNewKeysRefused() throws Exception {
        proxy.echo().serve(0);
        assertAnswered(keyed(id, "one", BUDGET));
        proxy.hearNobody();

        assertAnswered(keyed(id, "one", BUDGET));
        assertFailed(keyed(id, "two", BUDGET), ProblemType.KEY_REUSED);
        assertRefused(keyed(RequestId.next(), "one", BUDGET), ProblemType.NO_INSTANCE);
    }

    @Test
    void withoutAnInstanceWhatMayRunIsNotCalledRefused() throws Exception {
        CompletableFuture<Outcome> first = keyed(id, "one", SHORT.multipliedBy(3));
        Await.until(ForwardingOnNats.SOON, "it is stored", () -> proxy.queued() == 1);
        proxy.hearNobody();

        assertFailed(keyed(id, "one", SHORT), ProblemType.STILL_RUNNING);
        assertFailed(first, ProblemType.STILL_RUNNING);
    }

    @Test
    void whereNoAnswerHasRoomKeptOnesAreGivenAndOnlyNewKeysRefused() throws Exception {
        proxy.echo().serve(0);
        assertAnswered(keyed(id, "one", BUDGET));
        fill();

        Await.until(
                ForwardingOnNats.SOON,
                "it is noticed",
                () -> told(keyed(RequestId.next(), "one", BUDGET)) instanceof Outcome.Failed);
        assertRefused(keyed(RequestId.next(), "one", BUDGET), ProblemType.OVERLOADED);
        assertRefused(proxy.ask(RequestKind.LATER, RequestId.next(), "one", BUDGET), ProblemType.OVERLOADED);
        assertAnswered(keyed(id, "one", BUDGET));
    }

    /** JetStream's API has one queue for everybody. */
    @Test
    void noRecordIsReadOfAKeyThatIsNewAndLetIn() throws Exception {
        proxy.echo().serve(0);
        Subscription reads = proxy.connection().subscribe("$JS.API.STREAM.MSG.GET.>");
        proxy.flush();

        assertAnswered(keyed(id, "one", BUDGET));
        proxy.flush();

        assertThat(reads.nextMessage(1)).isNull();
    }

    @Test
    void answersTellTheDoorHowLongTheQueueIs() throws Exception {
        proxy.echo().serve(60_000);
        assertAnswered(keyed(id, "one", BUDGET));

        assertThat(retrySeconds()).isPositive();
        Await.until(
                ForwardingOnNats.SOON,
                "more than probes are refused",
                () -> told(keyed(RequestId.next(), "one", BUDGET)) instanceof Outcome.Failed failed
                        && failed.type() == ProblemType.OVERLOADED);
        assertAnswered(keyed(id, "one", BUDGET));
    }

    @Test
    void anAnswerThatWasKeptTellsNothingOfTheQueueOfNow() throws Exception {
        proxy.echo().serve(60_000);
        assertAnswered(keyed(id, "one", BUDGET));
        assertThat(proxy.waits().retrySeconds("echo", Duration.ofMinutes(2), System.nanoTime()))
                .isZero();
        Await.until(ForwardingOnNats.SOON, "the queue is forgotten", () -> retrySeconds() == 0);

        assertAnswered(keyed(id, "one", BUDGET));

        assertThat(retrySeconds()).isZero();
    }

    @Test
    void whatNobodyStartsTellsTheDoorThatItWaitedInVain() throws Exception {
        assertFailed(keyed(id, "one", SHORT), ProblemType.STILL_RUNNING);

        proxy.waits().retrySeconds("echo", Duration.ofMillis(100), System.nanoTime());
        assertThat(proxy.waits().retrySeconds("echo", Duration.ofMillis(100), System.nanoTime()))
                .isPositive();
    }

    /** As in an election: nobody takes the request for longer than two quick tries last. */
    @Test
    void whatNoStreamTakesIsPublishedUntilOneDoes() throws Exception {
        proxy.connection().jetStreamManagement().deleteStream(ClaimingOnNats.QUEUE);
        CompletableFuture<Outcome> asked = keyed(id, "one", BUDGET);
        long begin = System.nanoTime();
        Await.until(ForwardingOnNats.SOON, "some tries", () -> System.nanoTime() - begin > 1_500_000_000L);
        assertThat(asked).isNotDone();

        proxy.echo().serve(0);
        proxy.makeQueue(100);

        assertAnswered(asked);
        assertThat(proxy.queued()).isEqualTo(1);
    }

    @Test
    void whatNoStreamTookWithinItsBudgetIsReleased() throws Exception {
        proxy.connection().jetStreamManagement().deleteStream(ClaimingOnNats.QUEUE);
        assertRefused(keyed(id, "one", SHORT.multipliedBy(2)), ProblemType.NOT_ACCEPTED);

        proxy.makeQueue(100);
        proxy.echo().serve(0);
        assertAnswered(keyed(id, "one", BUDGET));
    }

    @Test
    void asynchronousRequestsLeaveHalfOfTheQueueToThoseWhoWait() throws Exception {
        proxy.connection().jetStreamManagement().deleteStream(ClaimingOnNats.QUEUE);
        proxy.makeQueue(10);
        for (int i = 0; i < 5; i++) {
            assertThat(told(later())).isInstanceOf(Outcome.Accepted.class);
        }

        assertRefused(later(), ProblemType.OVERLOADED);
        assertThat(proxy.queued()).isEqualTo(5);
        proxy.echo().serve(0);
        assertAnswered(keyed(id, "one", BUDGET));

        proxy.connection().jetStreamManagement().purgeStream(ClaimingOnNats.QUEUE);
        Await.until(ForwardingOnNats.SOON, "there is room again", () -> told(later()) instanceof Outcome.Accepted);
    }

    /** The first of two may be a probe. */
    private int retrySeconds() {
        proxy.waits().retrySeconds("echo", BUDGET, System.nanoTime());
        return proxy.waits().retrySeconds("echo", BUDGET, System.nanoTime());
    }

    /** Leaves the stream of answers hardly more room than it has used. */
    private void fill() throws Exception {
        StreamInfo answers = proxy.connection().jetStreamManagement().getStreamInfo(ClaimingOnNats.ANSWERS);
        proxy.connection()
                .jetStreamManagement()
                .updateStream(StreamConfiguration.builder(answers.getConfiguration())
                        .maxBytes(answers.getStreamState().getByteCount() * 10 / 9)
                        .build());
    }

    private CompletableFuture<Outcome> keyed(RequestId request, String body, Duration budget) {
        return proxy.ask(RequestKind.KEYED, request, body, budget);
    }

    private CompletableFuture<Outcome> later() {
        return proxy.ask(RequestKind.LATER, RequestId.next(), "one", BUDGET);
    }

    private static Outcome told(CompletableFuture<Outcome> asked) {
        return asked.orTimeout(ForwardingOnNats.SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static void assertAnswered(CompletableFuture<Outcome> asked) {
        assertThat(told(asked))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> assertThat(answered.answer().body())
                                .isEqualTo(Body.of("one".getBytes(StandardCharsets.UTF_8))));
    }

    private static void assertRefused(CompletableFuture<Outcome> asked, ProblemType type) {
        assertThat(told(asked)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.type()).isEqualTo(type);
            assertThat(failed.detail()).endsWith("Nothing was stored.");
            assertThat(failed.retryAfterSeconds()).isPositive();
        });
    }

    private static void assertFailed(CompletableFuture<Outcome> asked, ProblemType type) {
        assertThat(told(asked))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.type()).isEqualTo(type));
    }
}
