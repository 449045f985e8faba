package io.pullway.wire.record;

import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RecordEnvelope.Request;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.record.Decision.Ack;
import io.pullway.wire.record.Decision.Claim;
import io.pullway.wire.record.Decision.Give;
import io.pullway.wire.record.Decision.NotFound;
import io.pullway.wire.record.Decision.OfAsker;
import io.pullway.wire.record.Decision.OfReader;
import io.pullway.wire.record.Decision.OfRunner;
import io.pullway.wire.record.Decision.OfWriter;
import io.pullway.wire.record.Decision.Pending;
import io.pullway.wire.record.Decision.PublishAgain;
import io.pullway.wire.record.Decision.Reason;
import io.pullway.wire.record.Decision.Refuse;
import io.pullway.wire.record.Decision.Run;
import io.pullway.wire.record.Decision.RunAfterWriting;
import io.pullway.wire.record.Decision.Settle;
import io.pullway.wire.record.Decision.Wait;
import io.pullway.wire.record.Decision.WriteThenAck;

/**
 * The state machine of records: what may be done, by whom, given the record that is there. Without input or
 * output; everything that it decides to write is made by compare-and-set, so that of two who decide on the
 * same record one wins and the other one asks again.
 *
 * <p>In all methods {@code current} is the last record of the request, read through the leader of its stream,
 * or null when there is none; {@code now} is the NATS server's clock in milliseconds. May be used by all
 * threads.
 */
public final class RecordRules {
    private final RecordTimes times;
    private final RecordWriting writing;

    public RecordRules(RecordTimes times) {
        this.times = times;
        this.writing = new RecordWriting(times);
    }

    /**
     * Somebody wants the answer. Who has no budget left takes only {@code Give}, {@code Refuse} and {@code
     * Settle}, and says in all other cases that the request is still worked on.
     */
    public OfAsker asks(AnswerRecord current, Asker asker, Asker.Progress progress, long now) {
        if (current == null) {
            return new Claim(writing.claim(null, asker));
        }
        if (current.sequence() < progress.seen()) {
            // Heard late: the asker has seen a later record already.
            return new Wait(now + times.publishAgainAfterMillis());
        }
        if (!isSameRequest(current.request(), asker.request())) {
            return new Refuse();
        }
        return switch (current.state()) {
            case CLAIM -> asksForClaim(current, asker, progress, now);
            case STARTED -> asksForStarted(current, asker, now);
            case ANSWER, OUTCOME -> new Give(current);
            // Who waited gets what came of it; who comes later begins anew.
            case RELEASED -> progress.seen() == 0 ? new Claim(writing.claim(current, asker)) : new Give(current);
        };
    }

    private OfAsker asksForClaim(AnswerRecord claim, Asker asker, Asker.Progress progress, long now) {
        if (now >= claim.deadlineMillis()) {
            // It was never started, and cannot be any more once another claim stands here.
            return new Claim(writing.claim(claim, asker));
        }
        long publishAgainAt = claim.storedMillis() + times.publishAgainAfterMillis();
        if (progress.published() == claim.sequence()) {
            return new Wait(claim.deadlineMillis());
        }
        return now < publishAgainAt
                ? new Wait(Math.min(publishAgainAt, claim.deadlineMillis()))
                : new PublishAgain(claim.sequence(), claim.deadlineMillis());
    }

    private OfAsker asksForStarted(AnswerRecord started, Asker asker, long now) {
        boolean repeatable = started.message().record().repeatable();
        if (repeatable) {
            return now < started.deadlineMillis()
                    ? new Wait(started.deadlineMillis())
                    : new Claim(writing.claim(started, asker));
        }
        return now < times.unknownAt(started)
                ? new Wait(times.unknownAt(started))
                : new Settle(writing.unfinished(started, asker.id(), asker.instance()));
    }

    /**
     * Somebody reads the status of a request.
     *
     * @param reader the request, who asks and the name of the proxy
     */
    public OfReader reads(AnswerRecord current, StatusReader reader, long now) {
        if (current == null || !current.request().principal().equals(reader.principal())) {
            return new NotFound();
        }
        return switch (current.state()) {
            case CLAIM ->
                now < current.deadlineMillis()
                        ? new Pending(current)
                        : new Settle(writing.unfinished(current, reader.id(), reader.instance()));
            case STARTED ->
                now < times.unknownAt(current)
                        ? new Pending(current)
                        : new Settle(writing.unfinished(current, reader.id(), reader.instance()));
            case ANSWER, OUTCOME, RELEASED -> new Give(current);
        };
    }

    /** A server is about to run a request for which there is time left. */
    public OfRunner runs(AnswerRecord current, Runner runner) {
        Ack useless = useless(current, runner.claim());
        if (useless != null) {
            return useless;
        }
        if (current.state() == State.CLAIM) {
            return new RunAfterWriting(writing.started(current, runner));
        }
        if (current.message().record().nonce().equals(runner.nonce())) {
            // Its own record, of which it did not hear that it was stored.
            return new Run();
        }
        return current.message().record().repeatable() && runner.repeatable()
                ? new RunAfterWriting(writing.started(current, runner))
                : new WriteThenAck(writing.unfinished(current, runner.id(), runner.instance()));
    }

    /**
     * A server decided in place of the application.
     *
     * @param answer with its outcome. Which of {@code not-started} and {@code outcome-unknown} it is says the
     *     record, not the server
     */
    public OfWriter decided(AnswerRecord current, Runner runner, HttpResponseMessage answer) {
        Ack useless = useless(current, runner.claim());
        if (useless != null) {
            return useless;
        }
        return new WriteThenAck(
                switch (answer.envelope().outcome()) {
                    case NOT_STARTED, OUTCOME_UNKNOWN -> writing.unfinished(current, runner.id(), runner.instance());
                    default -> writing.outcome(current, answer);
                });
    }

    /**
     * The application answered: the record keeps it, or is released where the status says that nothing was done.
     *
     * @param answer without an outcome
     */
    public OfWriter answered(AnswerRecord current, Runner runner, HttpResponseMessage answer) {
        Ack useless = useless(current, runner.claim());
        return useless != null ? useless : new WriteThenAck(writing.answer(current, answer));
    }

    /**
     * A proxy's publication for its claim was definitely refused: nothing was stored, or will be.
     *
     * @param answer for everybody who waits
     */
    public OfWriter publishRefused(AnswerRecord current, long claim, HttpResponseMessage answer) {
        Ack useless = useless(current, claim);
        if (useless == null && current.state() == State.STARTED) {
            // Another proxy published it, and it was taken.
            return new Ack(Reason.OBSOLETE);
        }
        return useless != null ? useless : new WriteThenAck(writing.released(current, answer));
    }

    /** Why a message of this claim is of no use any more, or null if it is. */
    private static Ack useless(AnswerRecord current, long claim) {
        if (current == null || current.state() == State.RELEASED) {
            return new Ack(Reason.NOT_CLAIMED);
        }
        if (current.state().isFinal()) {
            return new Ack(Reason.ANSWERED);
        }
        return current.claim() == claim ? null : new Ack(Reason.OBSOLETE);
    }

    private static boolean isSameRequest(Request one, Request other) {
        return one.fingerprint().equals(other.fingerprint()) && one.principal().equals(other.principal());
    }
}
