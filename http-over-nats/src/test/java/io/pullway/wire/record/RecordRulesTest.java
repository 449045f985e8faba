package io.pullway.wire.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RecordMessage;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.record.Decision.Ack;
import io.pullway.wire.record.Decision.Claim;
import io.pullway.wire.record.Decision.Give;
import io.pullway.wire.record.Decision.NotFound;
import io.pullway.wire.record.Decision.OfAsker;
import io.pullway.wire.record.Decision.Pending;
import io.pullway.wire.record.Decision.PublishAgain;
import io.pullway.wire.record.Decision.Reason;
import io.pullway.wire.record.Decision.Refuse;
import io.pullway.wire.record.Decision.Run;
import io.pullway.wire.record.Decision.RunAfterWriting;
import io.pullway.wire.record.Decision.Settle;
import io.pullway.wire.record.Decision.Wait;
import io.pullway.wire.record.Decision.WriteThenAck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of the records, cell by cell. Times: the claim 10 is stored at 1,000 and may start until 31,000. */
class RecordRulesTest {
    private static final long CLAIM = 10;
    private static final long STORED = 1_000;
    private static final long DEADLINE = 31_000;
    /** Deadline + 5 deliveries of 10 s + 60 s, and 60 s more. */
    private static final long UNKNOWN_AT = DEADLINE + 50_000 + 60_000 + 60_000;

    private final RecordRules rules = new RecordRules(RecordTimes.of(5, 10_000));
    private final RequestId id = RequestId.next();

    private AnswerRecord record(State state, RequestKind kind, boolean repeatable) {
        boolean started = state == State.STARTED;
        Outcome outcome = state == State.OUTCOME ? Outcome.GAVE_UP : null;
        RecordEnvelope envelope = new RecordEnvelope(
                state,
                new RecordEnvelope.Request(kind, "same", "alice", DEADLINE),
                state == State.CLAIM ? 0 : CLAIM,
                started ? "mine" : null,
                repeatable);
        return new AnswerRecord(
                new RecordMessage(envelope, response(state.isPending() ? 102 : 200, outcome)),
                state == State.CLAIM ? CLAIM : CLAIM + 1,
                STORED);
    }

    private AnswerRecord record(State state) {
        return record(state, RequestKind.KEYED, false);
    }

    private HttpResponseMessage response(int status, Outcome outcome) {
        return new HttpResponseMessage(
                new ResponseEnvelope(id, "s1", -1, outcome), status, new FieldLines(), Body.EMPTY);
    }

    private Asker asker(String fingerprint) {
        return new Asker(id, new RecordEnvelope.Request(RequestKind.KEYED, fingerprint, "alice", 999_999), "p1");
    }

    private OfAsker asks(AnswerRecord current, long now) {
        return rules.asks(current, asker("same"), Asker.Progress.NONE, now);
    }

    private Runner runner(long claim, String nonce, boolean repeatable) {
        return new Runner(id, claim, nonce, repeatable, "s1");
    }

    private static void isWrite(RecordWrite write, State state, long expected, long ttl) {
        assertThat(write.record().record().state()).isEqualTo(state);
        assertThat(write.expectedSequence()).isEqualTo(expected);
        assertThat(write.ttlSeconds()).isEqualTo(ttl);
        if (state != State.CLAIM) {
            assertThat(write.record().record().claim()).isEqualTo(CLAIM);
            assertThat(write.record().record().request().deadlineMillis()).isEqualTo(DEADLINE);
        }
    }

    private static Outcome outcome(RecordWrite write) {
        return write.record().response().envelope().outcome();
    }

    @Test
    void whereThereIsNoRecordWhoAsksClaims() {
        assertThat(asks(null, STORED))
                .isInstanceOfSatisfying(Claim.class, claim -> isWrite(claim.write(), State.CLAIM, 0, 86_400));
        assertThat(asks(record(State.RELEASED), STORED))
                .isInstanceOfSatisfying(Claim.class, claim -> isWrite(claim.write(), State.CLAIM, CLAIM + 1, 86_400));
    }

    @Test
    void aReleasedRecordIsTheAnswerForWhoWaited() {
        AnswerRecord released = record(State.RELEASED);
        assertThat(rules.asks(released, asker("same"), new Asker.Progress(CLAIM, CLAIM), STORED))
                .isEqualTo(new Give(released));
    }

    @Test
    void aRecordHeardLateIsNotHeeded() {
        assertThat(rules.asks(record(State.RELEASED), asker("same"), new Asker.Progress(CLAIM + 2, 0), STORED))
                .isInstanceOf(Wait.class);
    }

    @Test
    void aClaimIsWaitedForThenPublishedAgainThenTakenOver() {
        AnswerRecord claim = record(State.CLAIM);
        assertThat(asks(claim, STORED + 1_999)).isEqualTo(new Wait(STORED + 2_000));
        assertThat(asks(claim, STORED + 2_000)).isEqualTo(new PublishAgain(CLAIM, DEADLINE));
        assertThat(rules.asks(claim, asker("same"), new Asker.Progress(CLAIM, CLAIM), STORED + 2_000))
                .isEqualTo(new Wait(DEADLINE));
        assertThat(asks(claim, DEADLINE - 1)).isEqualTo(new PublishAgain(CLAIM, DEADLINE));
        assertThat(asks(claim, DEADLINE)).isInstanceOfSatisfying(Claim.class, again -> {
            isWrite(again.write(), State.CLAIM, CLAIM, 86_400);
            assertThat(again.write().record().record().request().deadlineMillis())
                    .isEqualTo(999_999);
        });
    }

    @Test
    void whatIsStartedIsWaitedForAndNeverTakenOver() {
        AnswerRecord started = record(State.STARTED);
        assertThat(asks(started, DEADLINE + 1)).isEqualTo(new Wait(UNKNOWN_AT));
        assertThat(asks(started, UNKNOWN_AT)).isInstanceOfSatisfying(Settle.class, settle -> {
            isWrite(settle.write(), State.OUTCOME, CLAIM + 1, 86_400);
            assertThat(outcome(settle.write())).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        });
    }

    @Test
    void whatIsStartedAndRepeatableIsTakenOverAfterItsDeadline() {
        AnswerRecord started = record(State.STARTED, RequestKind.KEYED, true);
        assertThat(asks(started, DEADLINE - 1)).isEqualTo(new Wait(DEADLINE));
        assertThat(asks(started, DEADLINE))
                .isInstanceOfSatisfying(Claim.class, claim -> isWrite(claim.write(), State.CLAIM, CLAIM + 1, 86_400));
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER", "OUTCOME"})
    void aFinalRecordIsTheAnswerForEverybody(State state) {
        AnswerRecord last = record(state);
        assertThat(asks(last, STORED)).isEqualTo(new Give(last));
        assertThat(asks(last, UNKNOWN_AT * 2)).isEqualTo(new Give(last));
        assertThat(rules.runs(last, runner(CLAIM, "mine", true))).isEqualTo(new Ack(Reason.ANSWERED));
        assertThat(rules.answered(last, runner(CLAIM, "mine", true), response(201, null)))
                .isEqualTo(new Ack(Reason.ANSWERED));
        assertThat(rules.decided(last, runner(CLAIM, "mine", true), response(500, Outcome.GAVE_UP)))
                .isEqualTo(new Ack(Reason.ANSWERED));
        assertThat(rules.publishRefused(last, CLAIM, response(503, null))).isEqualTo(new Ack(Reason.ANSWERED));
    }

    @ParameterizedTest
    @EnumSource
    void anotherRequestUnderTheSameKeyIsRefused(State state) {
        for (long now : new long[] {STORED, DEADLINE, UNKNOWN_AT}) {
            assertThat(rules.asks(record(state), asker("other"), Asker.Progress.NONE, now))
                    .isEqualTo(new Refuse());
        }
    }

    @Test
    void aServerStartsAClaimOnceAndItsOwnStartAgain() {
        assertThat(rules.runs(record(State.CLAIM), runner(CLAIM, "mine", false)))
                .isInstanceOfSatisfying(RunAfterWriting.class, run -> {
                    isWrite(run.write(), State.STARTED, CLAIM, 86_400);
                    assertThat(run.write().record().record().nonce()).isEqualTo("mine");
                });
        assertThat(rules.runs(record(State.STARTED), runner(CLAIM, "mine", false)))
                .isEqualTo(new Run());
        assertThat(rules.runs(record(State.STARTED), runner(CLAIM, "other", false)))
                .isInstanceOfSatisfying(WriteThenAck.class, write -> {
                    isWrite(write.write(), State.OUTCOME, CLAIM + 1, 86_400);
                    assertThat(outcome(write.write())).isEqualTo(Outcome.OUTCOME_UNKNOWN);
                });
    }

    @Test
    void anotherServerRunsAgainOnlyWhatBothKnowToBeRepeatable() {
        AnswerRecord repeatable = record(State.STARTED, RequestKind.LATER, true);
        assertThat(rules.runs(repeatable, runner(CLAIM, "other", true)))
                .isInstanceOfSatisfying(RunAfterWriting.class, run -> {
                    isWrite(run.write(), State.STARTED, CLAIM + 1, 86_400);
                    assertThat(run.write().record().record().nonce()).isEqualTo("other");
                });
        assertThat(rules.runs(repeatable, runner(CLAIM, "other", false))).isInstanceOf(WriteThenAck.class);
        assertThat(rules.runs(record(State.STARTED), runner(CLAIM, "other", true)))
                .isInstanceOf(WriteThenAck.class);
    }

    @Test
    void aMessageWithoutItsClaimIsObsolete() {
        Runner late = runner(CLAIM - 1, "mine", true);
        assertThat(rules.runs(null, late)).isEqualTo(new Ack(Reason.NOT_CLAIMED));
        assertThat(rules.runs(record(State.RELEASED), runner(CLAIM, "mine", true)))
                .isEqualTo(new Ack(Reason.NOT_CLAIMED));
        for (State state : new State[] {State.CLAIM, State.STARTED}) {
            assertThat(rules.runs(record(state), late)).isEqualTo(new Ack(Reason.OBSOLETE));
            assertThat(rules.answered(record(state), late, response(200, null))).isEqualTo(new Ack(Reason.OBSOLETE));
            assertThat(rules.decided(record(state), late, response(500, Outcome.GAVE_UP)))
                    .isEqualTo(new Ack(Reason.OBSOLETE));
            assertThat(rules.publishRefused(record(state), CLAIM - 1, response(503, null)))
                    .isEqualTo(new Ack(Reason.OBSOLETE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 302, 400, 404, 409, 422, 500, 502, 504})
    void whatTheApplicationAnswersIsKept(int status) {
        assertThat(rules.answered(record(State.STARTED), runner(CLAIM, "mine", false), response(status, null)))
                .isInstanceOfSatisfying(
                        WriteThenAck.class, write -> isWrite(write.write(), State.ANSWER, CLAIM + 1, 86_400));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 503})
    void whatTheApplicationDidNotDoIsReleased(int status) {
        assertThat(rules.answered(record(State.STARTED), runner(CLAIM, "mine", false), response(status, null)))
                .isInstanceOfSatisfying(WriteThenAck.class, write -> {
                    isWrite(write.write(), State.RELEASED, CLAIM + 1, 60);
                    assertThat(write.write().record().response().status()).isEqualTo(status);
                });
    }

    @Test
    void whatAServerDecidesIsKeptUnlessRunningAgainIsSafe() {
        Runner runner = runner(CLAIM, "other", true);
        HttpResponseMessage notStarted = response(504, Outcome.NOT_STARTED);
        HttpResponseMessage unknown = response(504, Outcome.OUTCOME_UNKNOWN);
        AnswerRecord keyedOnce = record(State.STARTED, RequestKind.KEYED, true);
        AnswerRecord laterClaim = record(State.CLAIM, RequestKind.LATER, false);
        decides(record(State.CLAIM), runner, notStarted, State.RELEASED, Outcome.NOT_STARTED);
        decides(laterClaim, runner, notStarted, State.OUTCOME, Outcome.NOT_STARTED);
        // Delivered before, but the record knows that it was not started.
        decides(record(State.CLAIM), runner, unknown, State.RELEASED, Outcome.NOT_STARTED);
        decides(laterClaim, runner, unknown, State.OUTCOME, Outcome.NOT_STARTED);
        // It was started: nobody is told otherwise.
        decides(record(State.STARTED), runner, notStarted, State.OUTCOME, Outcome.OUTCOME_UNKNOWN);
        decides(record(State.STARTED), runner, unknown, State.OUTCOME, Outcome.OUTCOME_UNKNOWN);
        decides(keyedOnce, runner, unknown, State.RELEASED, Outcome.OUTCOME_UNKNOWN);
        decides(
                record(State.STARTED, RequestKind.LATER, true),
                runner,
                unknown,
                State.OUTCOME,
                Outcome.OUTCOME_UNKNOWN);
        for (Outcome outcome : new Outcome[] {Outcome.GAVE_UP, Outcome.ANSWER_TOO_LARGE, Outcome.BAD_ANSWER}) {
            decides(keyedOnce, runner, response(502, outcome), State.OUTCOME, outcome);
        }
    }

    private void decides(AnswerRecord current, Runner runner, HttpResponseMessage told, State state, Outcome outcome) {
        assertThat(rules.decided(current, runner, told)).isInstanceOfSatisfying(WriteThenAck.class, write -> {
            isWrite(write.write(), state, current.sequence(), state == State.RELEASED ? 60 : 86_400);
            assertThat(outcome(write.write())).isEqualTo(outcome);
        });
    }

    @Test
    void aRefusedPublicationReleasesItsClaimAndNothingElse() {
        HttpResponseMessage overloaded = response(503, null);
        assertThat(rules.publishRefused(record(State.CLAIM), CLAIM, overloaded))
                .isInstanceOfSatisfying(WriteThenAck.class, write -> isWrite(write.write(), State.RELEASED, CLAIM, 60));
        assertThat(rules.publishRefused(record(State.STARTED), CLAIM, overloaded))
                .isInstanceOf(Ack.class);
        assertThat(rules.publishRefused(null, CLAIM, overloaded)).isInstanceOf(Ack.class);
    }

    @Test
    void theStatusIsPendingThenAnOutcomeAndForNobodyElse() {
        StatusReader reader = new StatusReader(id, "alice", "p1");
        AnswerRecord claim = record(State.CLAIM, RequestKind.LATER, false);
        AnswerRecord started = record(State.STARTED, RequestKind.LATER, false);
        assertThat(rules.reads(null, reader, STORED)).isEqualTo(new NotFound());
        assertThat(rules.reads(claim, new StatusReader(id, "bob", "p1"), STORED))
                .isEqualTo(new NotFound());
        assertThat(rules.reads(claim, reader, DEADLINE - 1)).isEqualTo(new Pending(claim));
        assertThat(rules.reads(claim, reader, DEADLINE)).isInstanceOfSatisfying(Settle.class, settle -> {
            isWrite(settle.write(), State.OUTCOME, CLAIM, 86_400);
            assertThat(outcome(settle.write())).isEqualTo(Outcome.NOT_STARTED);
        });
        assertThat(rules.reads(record(State.CLAIM), reader, DEADLINE))
                .isInstanceOfSatisfying(Settle.class, settle -> isWrite(settle.write(), State.RELEASED, CLAIM, 60));
        assertThat(rules.reads(started, reader, UNKNOWN_AT - 1)).isEqualTo(new Pending(started));
        assertThat(rules.reads(started, reader, UNKNOWN_AT)).isInstanceOfSatisfying(Settle.class, settle -> {
            isWrite(settle.write(), State.OUTCOME, CLAIM + 1, 86_400);
            assertThat(outcome(settle.write())).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        });
        for (State state : new State[] {State.ANSWER, State.OUTCOME, State.RELEASED}) {
            assertThat(rules.reads(record(state), reader, UNKNOWN_AT)).isEqualTo(new Give(record(state)));
        }
    }
}
