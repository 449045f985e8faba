package io.pullway.proxy;

import io.pullway.wire.ProblemType;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.ReadResult;
import io.pullway.wire.record.RecordRules;
import io.pullway.wire.record.RecordWrite;
import java.io.IOException;

/**
 * One client's wait for the answer of a claimed request: reads the record, does what {@link RecordRules}
 * decides, and begins anew with each record that it hears of. Blocks; on the virtual thread of the request.
 */
final class ClaimedExchange {
    /** Without an answer from JetStream: so long until it is asked again. */
    private static final long PAUSE_MILLIS = 250;

    private final ClaimedForwarder.Room room;
    private final AskedRequest asked;
    private final AskerView view;
    private final Claiming claiming;

    ClaimedExchange(ClaimedForwarder.Room room, AskedRequest asked, AskerView view, Claiming claiming) {
        this.room = room;
        this.asked = asked;
        this.view = view;
        this.claiming = claiming;
    }

    /** What is done before the record is followed. */
    interface Step {
        /** @return what the client is told already, or null */
        Outcome take() throws IOException, InterruptedException;
    }

    /** @throws IOException if nothing was stored, because the message system cannot be asked */
    Outcome outcome() throws IOException, InterruptedException {
        return outcome(() -> {
            view.begin(now());
            return null;
        });
    }

    /**
     * The same after a beginning that {@link UsualCourse} has made.
     *
     * @param first of its steps that is left to be made
     */
    Outcome outcome(Step first) throws IOException, InterruptedException {
        try {
            Outcome told = first.take();
            return told == null ? follow() : told;
        } catch (IOException e) {
            if (!view.hasSeenAny() && !view.mayHaveRun()) {
                throw e;
            }
            return unanswered();
        }
    }

    private Outcome follow() throws IOException, InterruptedException {
        while (true) {
            long now = now();
            if (view.isAccepted() && now >= view.answerUntil()) {
                return accepted();
            }
            switch (view.decision(now)) {
                case Decision.Give(AnswerRecord given) -> {
                    return view.given(given);
                }
                case Decision.Refuse() -> {
                    return Outcome.failed(
                            ProblemType.KEY_REUSED,
                            "This Idempotency-Key was used for another request. Method, target, content type and body"
                                    + " have to be the same.");
                }
                // A claim that is over when it is written would be followed by the next one, and that by another.
                case Decision.OfAsker pending
                when now >= view.until() || pending instanceof Decision.Claim && now >= view.deadline() -> {
                    view.left();
                    return unanswered();
                }
                case Decision.Settle(RecordWrite write) -> {
                    room.port().write(asked.resource(), asked.id(), write);
                    view.isNow(read());
                }
                case Decision.Claim(RecordWrite write) -> {
                    Outcome refusal = took(write, claiming.claim(write));
                    if (refusal != null) {
                        return refusal;
                    }
                }
                case Decision.PublishAgain(long claim, long deadline) -> {
                    view.saw(claim);
                    if (claiming.publishAgain(view.current().request(), claim)) {
                        view.stored(claim);
                    }
                    await(now + PAUSE_MILLIS);
                }
                case Decision.Wait(long next) -> {
                    view.saw(view.current().sequence());
                    await(view.isAccepted() ? Math.min(next, view.answerUntil()) : next);
                }
            }
        }
    }

    /** Waits for the next record; when none comes, reads what is there. */
    private void await(long nextMillis) throws IOException, InterruptedException {
        heard(asked.watch().await(Math.min(nextMillis, view.until()) - now()));
    }

    /**
     * A wait is over.
     *
     * @param record null if none was heard in time
     * @return null: it goes on
     */
    Outcome heard(AnswerRecord record) throws IOException, InterruptedException {
        view.isNow(record != null ? record : read());
        return null;
    }

    /**
     * A claim was tried.
     *
     * @return why the request is not taken, or null: then the current record is another one
     */
    Outcome took(RecordWrite write, Claiming.Result result) throws IOException, InterruptedException {
        switch (result) {
            case Claiming.Result.TurnedBack(Outcome refusal) -> {
                return turnedBack(refusal);
            }
            case Claiming.Result.Refused(Outcome outcome) -> {
                return unlessStarted(outcome);
            }
            case Claiming.Result.Claimed(long sequence, boolean stored) -> {
                view.saw(sequence);
                if (stored) {
                    view.stored(sequence);
                }
                view.isNow(new AnswerRecord(write.record(), sequence, now()));
            }
            case Claiming.Result.StoredElsewhere(AnswerRecord record) -> {
                view.saw(record.sequence());
                view.isNow(record);
            }
            case Claiming.Result.MaybeClaimed() -> await(now() + PAUSE_MILLIS);
            case Claiming.Result.Overtaken() -> view.isNow(read());
        }
        return null;
    }

    /**
     * Whoever asks again gets the answer that is there, and is not told that nothing was stored of what may be running. Most
     * keys are new, and to claim first saves a question: only here is the record read before.
     */
    private Outcome turnedBack(Outcome refusal) throws IOException, InterruptedException {
        if (view.current() == null) {
            view.isNow(read());
            return view.current() == null ? refusal : null;
        }
        return unlessStarted(refusal);
    }

    /** What was started before may have been done, also when a new claim for it is refused. */
    private Outcome unlessStarted(Outcome refusal) throws IOException {
        return view.mayHaveRun() ? unanswered() : refusal;
    }

    /** There is a record, and none with an answer was seen in time: what may be stored is not denied. */
    private Outcome unanswered() throws IOException {
        if (!view.isLater()) {
            return stillRunning();
        }
        if (view.isAccepted()) {
            return accepted();
        }
        if (!view.hasSeenAny()) {
            throw new IOException("no claim was written in time");
        }
        return Outcome.failed(
                ProblemType.OUTCOME_UNKNOWN,
                "It may have been stored: that was never confirmed. What becomes of it is told at "
                        + StatusQuestion.path(asked.resource(), asked.id()) + " below the root of the API.");
    }

    private Outcome accepted() {
        return new Outcome.Accepted(asked.resource(), asked.id());
    }

    private static Outcome stillRunning() {
        return Outcome.refusedForNow(
                ProblemType.STILL_RUNNING,
                "The request with this Idempotency-Key is still being worked on. Send it again to get its answer.");
    }

    private AnswerRecord read() throws IOException, InterruptedException {
        while (true) {
            IOException unread;
            switch (room.port().read(asked.resource(), asked.id())) {
                case ReadResult.Found(AnswerRecord record) -> {
                    return record;
                }
                case ReadResult.Absent() -> {
                    return null;
                }
                case ReadResult.NoStream(String resource) -> unread = new NoStreamException(resource);
                case ReadResult.Unavailable(String reason) -> unread = new IOException(reason);
            }
            if (now() >= view.until()
                    || !view.hasSeenAny() && !room.patience().isWorthWhile(Subjects.answers(asked.resource()))) {
                throw unread;
            }
            AnswerRecord heard = asked.watch().await(PAUSE_MILLIS);
            if (heard != null) {
                return heard;
            }
        }
    }

    private long now() throws IOException, InterruptedException {
        return room.port().nowMillis(asked.resource());
    }
}
