package io.pullway.proxy;

import io.pullway.wire.Deliveries;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Asker;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.ReadResult;
import io.pullway.wire.record.RecordRules;
import io.pullway.wire.record.RecordTimes;
import io.pullway.wire.record.RecordWrite;
import java.io.IOException;

/**
 * One client's wait for the answer of a claimed request: reads the record, does what {@link RecordRules}
 * decides, and begins anew with each record that it hears of. Blocks; on the virtual thread of the request.
 */
final class ClaimedExchange {
    /** Without an answer from JetStream: so long until it is asked again. */
    private static final long PAUSE_MILLIS = 250;

    /** So long an asynchronous request may take to be accepted. */
    private static final long ACCEPT_MILLIS = 5_000;

    private final ClaimedForwarder.Room room;
    private final ClaimedRequest request;
    private final RequestId id;
    private final KeptWatch watch;
    private final QueuePlace place;
    private final RecordRules rules;
    private final Claiming claiming;
    private Asker.Progress progress = Asker.Progress.NONE;
    private AnswerRecord current;
    private long deadlineMillis;

    /** @param watch of this id, made before */
    ClaimedExchange(
            ClaimedForwarder.Room room, ClaimedRequest request, RequestId id, KeptWatch watch, QueuePlace place) {
        this.room = room;
        this.request = request;
        this.id = id;
        this.watch = watch;
        this.place = place;
        this.rules = rules(request.kind());
        this.claiming = new Claiming(room, request, id, rules);
    }

    static RecordRules rules(RequestKind kind) {
        return new RecordRules(RecordTimes.of(Deliveries.of(kind), Deliveries.ACK_WAIT_MILLIS));
    }

    /** @throws IOException if nothing was stored, because the message system cannot be asked */
    Outcome outcome() throws IOException, InterruptedException {
        try {
            return follow();
        } catch (IOException e) {
            if (progress.seen() == 0) {
                throw e;
            }
            return unanswered();
        }
    }

    private Outcome follow() throws IOException, InterruptedException {
        long start = now();
        deadlineMillis = start + request.times().budget().toMillis();
        Asker asker = new Asker(id, request.asClaimed(deadlineMillis), room.instance());
        long answerUntil = start + request.times().patience().toMillis();
        long until = isLater() ? Math.max(answerUntil, start + ACCEPT_MILLIS) : answerUntil;
        while (true) {
            long now = now();
            if (isAccepted() && now >= answerUntil) {
                return new Outcome.Accepted(request.resource(), id);
            }
            switch (rules.asks(current, asker, progress, now)) {
                case Decision.Give(AnswerRecord given) -> {
                    place.ended(given);
                    return Outcome.of(given.message().response());
                }
                case Decision.Refuse() -> {
                    return Outcome.failed(
                            ProblemType.KEY_REUSED,
                            "This Idempotency-Key was used for another request. Method, target, content type and body"
                                    + " have to be the same.");
                }
                // A claim that is over when it is written would be followed by the next one, and that by another.
                case Decision.OfAsker pending
                when now >= until || pending instanceof Decision.Claim && now >= deadlineMillis -> {
                    place.ended(current);
                    return unanswered();
                }
                case Decision.Settle(RecordWrite write) -> {
                    room.port().write(request.resource(), id, write);
                    current = read(until);
                }
                case Decision.Claim(RecordWrite write) -> {
                    Outcome refusal = claim(write, until);
                    if (refusal != null) {
                        return refusal;
                    }
                }
                case Decision.PublishAgain(long claim, long deadline) -> {
                    saw(claim);
                    if (claiming.publishAgain(current.request(), claim)) {
                        stored(claim);
                    }
                    current = next(now + PAUSE_MILLIS, until);
                }
                case Decision.Wait(long next) -> {
                    saw(current.sequence());
                    current = next(isAccepted() ? Math.min(next, answerUntil) : next, until);
                }
            }
        }
    }

    /** Waits for the next record; when none comes, reads what is there. */
    private AnswerRecord next(long nextMillis, long until) throws IOException, InterruptedException {
        AnswerRecord heard = watch.await(Math.min(nextMillis, until) - now());
        return heard != null ? heard : read(until);
    }

    /** @return why the request is not taken, or null: then the current record is another one */
    private Outcome claim(RecordWrite write, long until) throws IOException, InterruptedException {
        switch (claiming.claim(write)) {
            case Claiming.Result.TurnedBack(Outcome refusal) -> {
                return turnedBack(refusal, until);
            }
            case Claiming.Result.Refused(Outcome outcome) -> {
                return outcome;
            }
            case Claiming.Result.Claimed(long sequence, boolean stored) -> {
                saw(sequence);
                if (stored) {
                    stored(sequence);
                }
                current = new AnswerRecord(write.record(), sequence, now());
            }
            case Claiming.Result.StoredElsewhere(AnswerRecord record) -> {
                saw(record.sequence());
                current = record;
            }
            case Claiming.Result.MaybeClaimed() -> current = next(now() + PAUSE_MILLIS, until);
            case Claiming.Result.Overtaken() -> current = read(until);
        }
        return null;
    }

    /**
     * Whoever asks again gets the answer that is there, and is not told that nothing was stored of what may be running. Most
     * keys are new, and to claim first saves a question: only here is the record read before.
     */
    private Outcome turnedBack(Outcome refusal, long until) throws IOException, InterruptedException {
        if (current == null) {
            current = read(until);
            return current == null ? refusal : null;
        }
        return current.state() == State.STARTED ? unanswered() : refusal;
    }

    private void stored(long claim) {
        progress = new Asker.Progress(Math.max(progress.seen(), claim), claim);
        if (!isLater()) {
            place.take(claim);
        }
    }

    /** There is a record, and none with an answer was seen in time: what may be stored is not denied. */
    private Outcome unanswered() throws IOException {
        if (!isLater()) {
            return stillRunning();
        }
        if (isAccepted()) {
            return new Outcome.Accepted(request.resource(), id);
        }
        if (progress.seen() == 0) {
            throw new IOException("no claim was written in time");
        }
        return Outcome.failed(
                ProblemType.OUTCOME_UNKNOWN,
                "It may have been stored: that was never confirmed. What becomes of it is told at "
                        + StatusQuestion.path(request.resource(), id) + " below the root of the API.");
    }

    private static Outcome stillRunning() {
        return Outcome.refusedForNow(
                ProblemType.STILL_RUNNING,
                "The request with this Idempotency-Key is still being worked on. Send it again to get its answer.");
    }

    private boolean isLater() {
        return request.kind() == RequestKind.LATER;
    }

    /** Of an asynchronous request: whether it is stored for certain. */
    private boolean isAccepted() {
        boolean started = current != null && current.state() == State.STARTED;
        return isLater() && (progress.published() > 0 || started);
    }

    /** Records before this one are not heeded any more. */
    private void saw(long sequence) {
        progress = new Asker.Progress(Math.max(progress.seen(), sequence), progress.published());
    }

    private AnswerRecord read(long until) throws IOException, InterruptedException {
        while (true) {
            switch (room.port().read(request.resource(), id)) {
                case ReadResult.Found(AnswerRecord record) -> {
                    return record;
                }
                case ReadResult.Absent() -> {
                    return null;
                }
                case ReadResult.Unavailable(String reason) -> {
                    if (now() >= until
                            || progress.seen() == 0
                                    && !room.patience().isWorthWhile(Subjects.answers(request.resource()))) {
                        throw new IOException(reason);
                    }
                    watch.await(PAUSE_MILLIS);
                }
            }
        }
    }

    private long now() throws IOException, InterruptedException {
        return room.port().nowMillis(request.resource());
    }
}
