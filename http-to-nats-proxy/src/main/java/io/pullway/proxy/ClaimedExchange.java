package io.pullway.proxy;

import io.pullway.wire.Deliveries;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Asker;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.ReadResult;
import io.pullway.wire.record.RecordRules;
import io.pullway.wire.record.RecordTimes;
import io.pullway.wire.record.RecordWrite;
import io.pullway.wire.record.WriteResult;
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
    private final RecordRules rules;
    private Asker.Progress progress = Asker.Progress.NONE;
    private AnswerRecord current;
    private long deadlineMillis;

    /** @param watch of this id, made before */
    ClaimedExchange(ClaimedForwarder.Room room, ClaimedRequest request, RequestId id, KeptWatch watch) {
        this.room = room;
        this.request = request;
        this.id = id;
        this.watch = watch;
        this.rules = rules(request.kind());
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
        // Most keys are new: to claim first saves a question; where there is a record, the claim is refused.
        current = room.port().isNearlyFull(request.resource()) ? read(until) : null;
        while (true) {
            long now = now();
            if (isAccepted() && now >= answerUntil) {
                return new Outcome.Accepted(request.resource(), id);
            }
            switch (rules.asks(current, asker, progress, now)) {
                case Decision.Give(AnswerRecord given) -> {
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
                    publish(current.request(), claim);
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
        Outcome refusal = room.refusal(request);
        if (refusal != null) {
            return refusal;
        }
        switch (room.port().write(request.resource(), id, write)) {
            case WriteResult.Written(long sequence) -> {
                progress = new Asker.Progress(sequence, 0);
                RecordPort.Publication published =
                        publish(write.record().record().request(), sequence);
                if (published == RecordPort.Publication.REFUSED || published == RecordPort.Publication.FULL) {
                    return refused(published, sequence);
                }
                current = new AnswerRecord(write.record(), sequence, now());
            }
            case WriteResult.Full() -> {
                return ClaimedForwarder.noRoom();
            }
            case WriteResult.Unavailable(String reason) -> throw new IOException(reason);
            case WriteResult.Unknown(String reason) -> current = next(now() + PAUSE_MILLIS, until);
            case WriteResult.Conflict() -> current = read(until);
            case WriteResult.TooLarge tooLarge -> throw new IllegalStateException("a claim is small");
            case WriteResult.Illegal(String reason) -> throw new IllegalStateException(reason);
        }
        return null;
    }

    private RecordPort.Publication publish(RecordEnvelope.Request claimed, long claim)
            throws IOException, InterruptedException {
        RequestKind kind = claimed.kind();
        long left = claimed.deadlineMillis() - now();
        if (left < 1) {
            return RecordPort.Publication.UNKNOWN;
        }
        RecordPort.Publication published =
                room.port().publish(request.subject(kind), request.message(id, claim, claimed, left), kind);
        if (published == RecordPort.Publication.STORED) {
            progress = new Asker.Progress(Math.max(progress.seen(), claim), claim);
        }
        return published;
    }

    /**
     * This publication stored nothing: whoever else waits for the claim is told, and the next one may claim anew.
     *
     * @return as of {@link #claim}: null if the record says that another proxy's publication was taken
     */
    private Outcome refused(RecordPort.Publication published, long claim) throws InterruptedException {
        Outcome.Failed refusal = published == RecordPort.Publication.FULL
                ? Outcome.refusedForNow(
                        ProblemType.OVERLOADED, "The queue of this resource is full. Nothing was stored.")
                : Outcome.refusedForNow(
                        ProblemType.NOT_ACCEPTED,
                        "The queue of this resource is not available at the moment. Nothing was stored.");
        ResponseEnvelope envelope = new ResponseEnvelope(id, room.instance(), -1, null);
        HttpResponseMessage answer = new HttpResponseMessage(
                envelope, refusal.status(), ProblemDocument.fields(refusal), ProblemDocument.body(id, refusal));
        while (room.port().read(request.resource(), id) instanceof ReadResult.Found(AnswerRecord record)) {
            if (!(rules.publishRefused(record, claim, answer) instanceof Decision.WriteThenAck(RecordWrite write))) {
                current = record;
                return null;
            }
            if (!(room.port().write(request.resource(), id, write) instanceof WriteResult.Conflict)) {
                return refusal;
            }
        }
        return refusal;
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
                    if (progress.seen() == 0 || now() >= until) {
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
