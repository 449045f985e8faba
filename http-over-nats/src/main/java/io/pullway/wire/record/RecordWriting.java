package io.pullway.wire.record;

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

/** The records that follow one another, each as a compare-and-set on the one before. */
final class RecordWriting {
    private static final int GATEWAY_TIMEOUT = 504;

    private final RecordTimes times;

    RecordWriting(RecordTimes times) {
        this.times = times;
    }

    /** @param before what is taken over, or null */
    RecordWrite claim(AnswerRecord before, Asker asker) {
        RecordEnvelope record = new RecordEnvelope(State.CLAIM, asker.request(), 0, null, false);
        return new RecordWrite(
                new RecordMessage(record, pending(asker.id(), asker.instance())),
                before == null ? 0 : before.sequence(),
                times.keptMillis() / 1_000);
    }

    RecordWrite started(AnswerRecord before, Runner runner) {
        RecordEnvelope record = new RecordEnvelope(
                State.STARTED, before.request(), before.claim(), runner.nonce(), runner.repeatable());
        return new RecordWrite(
                new RecordMessage(record, pending(runner.id(), runner.instance())),
                before.sequence(),
                times.keptMillis() / 1_000);
    }

    /** What the application answered. Statuses that say "not done, ask again" are not kept. */
    RecordWrite answer(AnswerRecord before, HttpResponseMessage answer) {
        return switch (answer.status()) {
            case 401, 403, 429, 503 -> released(before, answer);
            default -> after(before, State.ANSWER, answer);
        };
    }

    RecordWrite outcome(AnswerRecord before, HttpResponseMessage answer) {
        return after(before, State.OUTCOME, answer);
    }

    RecordWrite released(AnswerRecord before, HttpResponseMessage answer) {
        return after(before, State.RELEASED, answer);
    }

    /**
     * Nobody will answer any more. A claim was never started, whatever somebody believes: every start is written
     * down. For a key, what may be run (again) is released; nobody asks again for an asynchronous request.
     */
    RecordWrite unfinished(AnswerRecord before, RequestId id, String instance) {
        boolean started = before.state() == State.STARTED;
        Outcome outcome = started ? Outcome.OUTCOME_UNKNOWN : Outcome.NOT_STARTED;
        boolean mayRun = !started || before.message().record().repeatable();
        boolean released = mayRun && before.request().kind() == RequestKind.KEYED;
        return after(before, released ? State.RELEASED : State.OUTCOME, decision(id, instance, outcome));
    }

    private RecordWrite after(AnswerRecord before, State state, HttpResponseMessage answer) {
        RecordEnvelope record = new RecordEnvelope(state, before.request(), before.claim(), null, false);
        long millis = state == State.RELEASED ? times.releasedMillis() : times.keptMillis();
        return new RecordWrite(new RecordMessage(record, answer), before.sequence(), millis / 1_000);
    }

    private static HttpResponseMessage pending(RequestId id, String instance) {
        return response(new ResponseEnvelope(id, instance, -1, null), RecordMessage.PENDING_STATUS);
    }

    private static HttpResponseMessage decision(RequestId id, String instance, Outcome outcome) {
        return response(new ResponseEnvelope(id, instance, -1, outcome), GATEWAY_TIMEOUT);
    }

    private static HttpResponseMessage response(ResponseEnvelope envelope, int status) {
        return new HttpResponseMessage(envelope, status, new FieldLines(), Body.EMPTY);
    }
}
