package io.pullway.proxy;

import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.ReadResult;
import io.pullway.wire.record.RecordWrite;
import io.pullway.wire.record.WriteResult;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Claims one request: passes the door, writes the claim, and puts the request into its queue, each as often as the election of
 * a leader takes. A claim whose request was certainly not stored is released, so that whoever else waits for it is told, and
 * the next one may claim anew. Blocks; on the virtual thread of the request.
 */
final class Claiming {
    /** What the record says instead of a refusal where its claim took the place of a run that did not end. */
    private static final Outcome.Failed STARTED_BEFORE = Outcome.failed(
            ProblemType.OUTCOME_UNKNOWN,
            "It was started before and may have had its effect; it was not started again.");

    private final ClaimedForwarder.Room room;
    private final ClaimedRequest request;
    private final RequestId id;
    private final AskerView view;

    Claiming(ClaimedForwarder.Room room, AskedRequest asked, AskerView view) {
        this.room = room;
        this.request = asked.request();
        this.id = asked.id();
        this.view = view;
    }

    /** What came of it. */
    sealed interface Result {
        /** The claim is written. @param stored whether its request is stored for certain; else it may be */
        record Claimed(long sequence, boolean stored) implements Result {}

        /** The door lets no new claim in. There may be a record already. */
        record TurnedBack(Outcome refusal) implements Result {}

        /** Nothing was stored, nor will be. */
        record Refused(Outcome outcome) implements Result {}

        /** Nothing was stored by this proxy; but another one had stored it, as the record says. */
        record StoredElsewhere(AnswerRecord record) implements Result {}

        /** Another record was written first. */
        record Overtaken() implements Result {}

        /** The claim may be written, now or later. Its request is not published. */
        record MaybeClaimed() implements Result {}
    }

    /** @throws IOException if nothing was stored, because the message system cannot be asked */
    Result claim(RecordWrite write) throws IOException, InterruptedException {
        Outcome refusal = room.door().refusal(request);
        return refusal != null ? new Result.TurnedBack(refusal) : written(write, null);
    }

    /**
     * The rest of {@link #claim}, once the door is passed.
     *
     * @param first what came of the first try to write the claim; null before it
     */
    Result written(RecordWrite write, WriteResult first) throws IOException, InterruptedException {
        RecordEnvelope.Request claimed = write.record().record().request();
        Attempts<WriteResult> attempts = new Attempts<>(first, () -> room.port().write(request.resource(), id, write));
        WriteResult written = room.patience()
                .with(
                        Subjects.answers(request.resource()),
                        left(claimed),
                        attempts,
                        WriteResult.NotTaken.class::isInstance);
        if (written instanceof WriteResult.Written(long sequence)) {
            return published(claimed, sequence, null);
        }
        room.door().turnsBack(request);
        return switch (written) {
            case WriteResult.Full() -> new Result.Refused(ClaimDoor.noRoomForAnswers());
            case WriteResult.Conflict() -> new Result.Overtaken();
            case WriteResult.Unknown unknown -> new Result.MaybeClaimed();
            case WriteResult.NotTaken(String reason) -> throw new IOException(reason);
            case WriteResult.Unavailable(String reason) -> throw new IOException(reason);
            default -> throw new IllegalStateException("a claim is small and legal, and yet: " + written);
        };
    }

    /** Of which the first may be made already. */
    private static final class Attempts<T> implements Patience.Attempt<T> {
        private final Patience.Attempt<T> attempt;
        private T made;

        Attempts(T made, Patience.Attempt<T> attempt) {
            this.made = made;
            this.attempt = attempt;
        }

        @Override
        public T make() throws IOException, InterruptedException {
            T result = made != null ? made : attempt.make();
            made = null;
            return result;
        }
    }

    /** Publishes for a claim whose request may be stored already, once. @return whether it is, for certain */
    boolean publishAgain(RecordEnvelope.Request claimed, long claim) throws IOException, InterruptedException {
        return publish(claimed, claim) == RecordPort.Publication.STORED;
    }

    /**
     * The rest of {@link #written}, once the claim stands.
     *
     * @param first what came of the first try to publish its request; null before it
     */
    Result published(RecordEnvelope.Request claimed, long claim, RecordPort.Publication first)
            throws IOException, InterruptedException {
        // The first that may have been stored is the last: those before it certainly were not.
        RecordPort.Publication published = room.patience()
                .with(
                        Subjects.requests(claimed.kind(), request.resource()),
                        left(claimed),
                        new Attempts<>(first, () -> publish(claimed, claim)),
                        result -> result == RecordPort.Publication.NOT_TAKEN);
        return switch (published) {
            case STORED -> new Result.Claimed(claim, true);
            case UNKNOWN -> new Result.Claimed(claim, false);
            case FULL ->
                release(
                        claim,
                        Outcome.refusedForNow(
                                ProblemType.OVERLOADED, "The queue of this resource is full. Nothing was stored."));
            case NOT_TAKEN, REFUSED ->
                release(
                        claim,
                        Outcome.refusedForNow(
                                ProblemType.NOT_ACCEPTED,
                                "The queue of this resource is not available at the moment. Nothing was stored."));
        };
    }

    private RecordPort.Publication publish(RecordEnvelope.Request claimed, long claim)
            throws IOException, InterruptedException {
        return RecordPort.told(publishing(claimed, claim, room.port().nowMillis(request.resource())));
    }

    /** Publishes for this claim, without waiting; completes as of {@link RecordPort#publishing}. */
    CompletableFuture<RecordPort.Publication> publishing(RecordEnvelope.Request claimed, long claim, long nowMillis) {
        RequestKind kind = claimed.kind();
        long left = claimed.deadlineMillis() - nowMillis;
        return left < 1
                ? CompletableFuture.completedFuture(RecordPort.Publication.NOT_TAKEN)
                : room.port().publishing(request.subject(kind), request.message(id, claim, claimed, left), kind);
    }

    private Duration left(RecordEnvelope.Request claimed) throws IOException, InterruptedException {
        return Duration.ofMillis(claimed.deadlineMillis() - room.port().nowMillis(request.resource()));
    }

    /** As long as the claim stands, another proxy may put its request into the queue: then it is not called refused. */
    private Result release(long claim, Outcome.Failed refusal) throws InterruptedException {
        ResponseEnvelope envelope = new ResponseEnvelope(id, room.instance(), -1, null);
        Outcome.Failed told = view.mayHaveRun() ? STARTED_BEFORE : refusal;
        HttpResponseMessage answer = new HttpResponseMessage(
                envelope, told.status(), ProblemDocument.fields(told), ProblemDocument.body(id, told));
        while (true) {
            Result result = switch (room.port().read(request.resource(), id)) {
                case ReadResult.Found(AnswerRecord record) -> released(record, claim, answer, refusal);
                case ReadResult.Absent() -> new Result.Refused(refusal);
                case ReadResult.NoStream none -> new Result.Refused(refusal);
                case ReadResult.Unavailable unavailable -> new Result.Claimed(claim, false);
            };
            if (result != null) {
                return result;
            }
        }
    }

    /** @return null if somebody else has written meanwhile */
    private Result released(AnswerRecord record, long claim, HttpResponseMessage answer, Outcome refusal)
            throws InterruptedException {
        if (!(view.rules().publishRefused(record, claim, answer) instanceof Decision.WriteThenAck(RecordWrite write))) {
            return new Result.StoredElsewhere(record);
        }
        return switch (room.port().write(request.resource(), id, write)) {
            case WriteResult.Written written -> new Result.Refused(refusal);
            case WriteResult.Conflict() -> null;
            default -> new Result.Claimed(claim, false);
        };
    }
}
