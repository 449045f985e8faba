package io.pullway.server.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.AnswerRecord;
import io.quarkus.test.QuarkusUnitTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keyed and asynchronous requests are run once for each claim, and their answers are kept. */
class ClaimedRequestsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SLOTS = 4;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(
                    ThingsResource.class,
                    ThingsFilters.class,
                    WireClient.class,
                    ClaimingClient.class,
                    ClientLink.class,
                    TestNats.class))
            .setBeforeAllCustomizer(() -> WireClient.createStream("things-service", "things"))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.management.test-port", "0")
            .overrideRuntimeConfigKey("pullway.server.enabled", "true")
            .overrideRuntimeConfigKey("pullway.server.slots", "" + SLOTS)
            .overrideRuntimeConfigKey("pullway.server.service", "things-service")
            .overrideRuntimeConfigKey("pullway.server.resources", "things")
            .overrideRuntimeConfigKey("pullway.nats.servers", TestNats.url());

    private static final WireClient CLIENT = new WireClient();
    private static final ClaimingClient CLAIMS = new ClaimingClient();

    @AfterAll
    static void stop() {
        CLAIMS.close();
        CLIENT.close();
    }

    @Test
    void aKeyedRequestIsRunAndItsAnswerIsInTheRecordAndHeardAsKept() throws Exception {
        RequestId id = RequestId.next();
        BlockingQueue<AnswerRecord> kept = CLAIMS.listen(id);
        long claim = CLAIMS.ask(RequestKind.KEYED, id, "POST", "/things/count/one");

        AnswerRecord answer = CLAIMS.settled(id);
        assertThat(answer.state()).isEqualTo(State.ANSWER);
        assertThat(answer.claim()).isEqualTo(claim);
        assertThat(answer.response().status()).isEqualTo(200);
        assertThat(WireClient.text(answer.response())).isEqualTo("one 1");
        assertThat(answer.response().envelope().queueWaitMillis()).isNotNegative();
        for (State next : List.of(State.CLAIM, State.STARTED, State.ANSWER)) {
            assertThat(kept.poll(LIMIT.toSeconds(), TimeUnit.SECONDS).state()).isEqualTo(next);
        }
        assertThat(kept).isEmpty();
        CLAIMS.awaitEmptyQueue();
    }

    @Test
    void theSameMessageTwiceRunsOnceAndTheFirstAnswerStands() {
        RequestId id = RequestId.next();
        long claim = CLAIMS.ask(RequestKind.KEYED, id, "POST", "/things/count/two");
        AnswerRecord first = CLAIMS.settled(id);
        CLAIMS.publish(RequestKind.KEYED, id, claim, "POST", "/things/count/two");
        CLAIMS.awaitEmptyQueue();

        assertThat(CLAIMS.record(id)).isEqualTo(first);
        assertThat(runsOf("two")).isEqualTo(1);
    }

    @Test
    void aMessageOfAnotherClaimThanTheLastIsAcknowledgedAndNotRun() {
        RequestId id = RequestId.next();
        long claim = CLAIMS.claim(RequestKind.KEYED, id);
        CLAIMS.publish(RequestKind.KEYED, id, claim + 1_000, "POST", "/things/count/obsolete");
        CLAIMS.publish(RequestKind.KEYED, RequestId.next(), 7, "POST", "/things/count/obsolete");
        CLAIMS.awaitEmptyQueue();

        assertThat(CLAIMS.record(id).state()).isEqualTo(State.CLAIM);
        assertThat(runsOf("obsolete")).isZero();
    }

    @Test
    void whatSomebodyElseStartedAndMayNotBeRunAgainEndsAsUnknown() {
        RequestId id = RequestId.next();
        long claim = CLAIMS.claim(RequestKind.KEYED, id);
        CLAIMS.start(id, claim, false);
        CLAIMS.publish(RequestKind.KEYED, id, claim, "POST", "/things/count/unsafe");

        AnswerRecord answer = CLAIMS.settled(id);
        assertThat(answer.state()).isEqualTo(State.OUTCOME);
        assertThat(answer.response().envelope().outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        CLAIMS.awaitEmptyQueue();
        assertThat(runsOf("unsafe")).isZero();
    }

    @Test
    void whatSomebodyElseStartedAndMayBeRunAgainIsRun() {
        RequestId id = RequestId.next();
        long claim = CLAIMS.claim(RequestKind.KEYED, id);
        CLAIMS.start(id, claim, true);
        CLAIMS.publish(RequestKind.KEYED, id, claim, "PUT", "/things/count/safe");

        assertThat(CLAIMS.settled(id).state()).isEqualTo(State.ANSWER);
        assertThat(runsOf("safe")).isEqualTo(1);
    }

    @Test
    void whatTheApplicationRefusedForNowIsReleased() {
        RequestId id = RequestId.next();
        CLAIMS.ask(RequestKind.KEYED, id, "POST", "/things/busy");

        AnswerRecord answer = CLAIMS.settled(id);
        assertThat(answer.state()).isEqualTo(State.RELEASED);
        assertThat(answer.response().status()).isEqualTo(503);
        CLAIMS.awaitEmptyQueue();
    }

    @Test
    void whatComesTooLateIsNotRunAndReleased() {
        RequestId id = RequestId.next();
        long claim = CLAIMS.claim(RequestKind.KEYED, id);
        CLAIMS.publish(RequestKind.KEYED, "POST", "/things/count/late", new RequestEnvelope(id, null, 1, claim));

        AnswerRecord answer = CLAIMS.settled(id);
        assertThat(answer.state()).isEqualTo(State.RELEASED);
        assertThat(answer.response().envelope().outcome()).isEqualTo(Outcome.NOT_STARTED);
        assertThat(runsOf("late")).isZero();
    }

    @Test
    void anAnswerThatFitsIntoNoMessageIsToldAndItsRequestNotRunAgain() {
        assertThat(outcomeOf("GET", "/things/large")).isEqualTo(Outcome.ANSWER_TOO_LARGE);
        assertThat(outcomeOf("GET", "/things/almost-large")).isEqualTo(Outcome.ANSWER_TOO_LARGE);
        assertThat(outcomeOf("GET", "/things/odd-status")).isEqualTo(Outcome.BAD_ANSWER);
        assertThat(outcomeOf("GET", "/things/hang-up")).isEqualTo(Outcome.BAD_ANSWER);
        CLAIMS.awaitEmptyQueue();
    }

    @Test
    void aClaimedRequestWithAReplySubjectOrWithoutAClaimIsNone() {
        CLAIMS.createDeadLetters();
        long before = CLAIMS.deadLetters();
        RequestId id = RequestId.next();
        String replyTo = Subjects.reply(Subjects.PROXY, "client", "things", id);
        CLAIMS.publish(RequestKind.KEYED, "POST", "/things/count/none", new RequestEnvelope(id, replyTo, 30_000, 0));
        CLAIMS.publish(RequestKind.LATER, "POST", "/things/count/none", new RequestEnvelope(id, replyTo, 30_000, 1));
        CLAIMS.awaitEmptyQueue();
        assertThat(CLAIMS.deadLetters() - before).isEqualTo(2);
        assertThat(runsOf("none")).isZero();
    }

    @Test
    void whatIsDeliveredTooOftenIsGivenUpAndACopyKept() {
        CLAIMS.createDeadLetters();
        long before = CLAIMS.deadLetters();
        RequestId id = RequestId.next();
        CLAIMS.ask(RequestKind.KEYED, id, "PUT", "/things/again");

        AnswerRecord answer = CLAIMS.settled(id);
        assertThat(answer.state()).isEqualTo(State.OUTCOME);
        assertThat(answer.response().envelope().outcome()).isEqualTo(Outcome.GAVE_UP);
        assertThat(answer.response().status()).isEqualTo(500);
        CLAIMS.awaitEmptyQueue();
        assertThat(CLAIMS.deadLetters() - before).isEqualTo(1);
        assertThat(runsOf("again")).isEqualTo(5);
    }

    @Test
    void anAnswerThatCannotBeStoredIsTriedAgainAndItsRequestNotRunAgain() {
        RequestId id = RequestId.next();
        CLAIMS.ask(RequestKind.KEYED, id, "POST", "/things/gate");
        Await.until(LIMIT, "it runs", () -> ThingsResource.AT_GATE.get() == 1);
        try {
            CLAIMS.keepAnswersOf("others");
            ThingsResource.GATE.release();
            Await.until(LIMIT, "it has run", () -> ThingsResource.AT_GATE.get() == 0);
            assertThat(CLIENT.get("/things/nonce/z").status()).isEqualTo(200);
            assertThat(CLAIMS.record(id).state()).isEqualTo(State.STARTED);
        } finally {
            CLAIMS.keepAnswersOf("things");
        }

        AnswerRecord answer = CLAIMS.settled(id);
        assertThat(answer.state()).isEqualTo(State.ANSWER);
        CLAIMS.awaitEmptyQueue();
        assertThat(ThingsResource.GATE.availablePermits()).isZero();
    }

    @Test
    void asynchronousWorkGetsHalfOfTheSlotsWhileDirectRequestsGoThrough() {
        List<RequestId> ids =
                IntStream.range(0, 12).mapToObj(i -> RequestId.next()).toList();
        for (RequestId id : ids) {
            CLAIMS.ask(RequestKind.LATER, id, "POST", "/things/gate");
        }
        Await.until(LIMIT, "half of the slots work", () -> ThingsResource.AT_GATE.get() == SLOTS / 2);
        for (int i = 0; i < 10; i++) {
            List<CompletableFuture<HttpResponseMessage>> direct = IntStream.range(0, 20)
                    .mapToObj(n -> CLIENT.send("GET", "/things/nonce/" + n, new FieldLines(), Body.EMPTY))
                    .toList();
            direct.forEach(answer -> assertThat(
                            answer.orTimeout(10, TimeUnit.SECONDS).join().status())
                    .isEqualTo(200));
        }
        assertThat(ThingsResource.AT_GATE).hasValue(SLOTS / 2);
        ThingsResource.GATE.release(ids.size());
        for (RequestId id : ids) {
            AnswerRecord answer = CLAIMS.settled(id);
            assertThat(answer.state()).isEqualTo(State.ANSWER);
            assertThat(answer.request().kind()).isEqualTo(RequestKind.LATER);
        }
        assertThat(ThingsResource.MOST_AT_GATE).hasValue(SLOTS / 2);
        CLAIMS.awaitEmptyQueue();
    }

    private static Outcome outcomeOf(String method, String target) {
        RequestId id = RequestId.next();
        long claim = CLAIMS.claim(RequestKind.KEYED, id);
        int before = ThingsResource.RUNS.get();
        CLAIMS.publish(RequestKind.KEYED, id, claim, method, target);
        AnswerRecord answer = CLAIMS.settled(id);
        assertThat(answer.state()).isEqualTo(State.OUTCOME);
        assertThat(ThingsResource.RUNS.get() - before).isEqualTo(1);
        return answer.response().envelope().outcome();
    }

    private static int runsOf(String name) {
        return ThingsResource.COUNTS.getOrDefault(name, 0);
    }
}
