package io.pullway.proxy;

import io.pullway.wire.Deliveries;
import io.pullway.wire.RecordEnvelope.State;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Asker;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.RecordRules;
import io.pullway.wire.record.RecordTimes;

/**
 * What one client's side has seen of the record of its request and done for it, until when it wants the answer, and what is
 * to be done next. Times are milliseconds by the NATS server's clock. Without input or output; for one thread at a time.
 */
final class AskerView {
    /** So long an asynchronous request may take to be accepted. */
    private static final long ACCEPT_MILLIS = 5_000;

    private final ClaimedRequest request;
    private final RequestId id;
    private final String instance;
    private final QueuePlace place;
    private final RecordRules rules;
    private Asker.Progress progress = Asker.Progress.NONE;
    private Asker asker;
    private AnswerRecord current;
    private long deadline;
    private long answerUntil;
    private long until;

    /** @param instance name of this proxy, for people */
    AskerView(ClaimedRequest request, RequestId id, String instance, QueuePlace place) {
        this.request = request;
        this.id = id;
        this.instance = instance;
        this.place = place;
        this.rules = rules(request.kind());
    }

    static RecordRules rules(RequestKind kind) {
        return new RecordRules(RecordTimes.of(Deliveries.of(kind), Deliveries.ACK_WAIT_MILLIS));
    }

    /** From now on its time runs. */
    void begin(long now) {
        deadline = now + request.times().budget().toMillis();
        asker = new Asker(id, request.asClaimed(deadline), instance);
        answerUntil = now + request.times().patience().toMillis();
        until = isLater() ? Math.max(answerUntil, now + ACCEPT_MILLIS) : answerUntil;
    }

    /** Until when a request that is claimed now may be started. */
    long deadline() {
        return deadline;
    }

    /** Until when its client waits for the answer. */
    long answerUntil() {
        return answerUntil;
    }

    /** Until when anything is done for it. */
    long until() {
        return until;
    }

    RecordRules rules() {
        return rules;
    }

    Decision.OfAsker decision(long now) {
        return rules.asks(current, asker, progress, now);
    }

    /** The last record that is known, or null. */
    AnswerRecord current() {
        return current;
    }

    /** @param record the last one, or null if there is none */
    void isNow(AnswerRecord record) {
        current = record;
    }

    /** Records before this one are not heeded any more. */
    void saw(long sequence) {
        progress = new Asker.Progress(Math.max(progress.seen(), sequence), progress.published());
    }

    boolean hasSeenAny() {
        return progress.seen() > 0;
    }

    /** The message of this claim is stored for certain. */
    void stored(long claim) {
        progress = new Asker.Progress(Math.max(progress.seen(), claim), claim);
        if (!isLater()) {
            place.take(claim);
        }
    }

    /** Whether the last known record says that it was started: it may have been done, whatever comes of a new claim. */
    boolean mayHaveRun() {
        return current != null && current.state() == State.STARTED;
    }

    boolean isLater() {
        return request.kind() == RequestKind.LATER;
    }

    /** Of an asynchronous request: whether it is stored for certain. */
    boolean isAccepted() {
        return isLater() && (progress.published() > 0 || mayHaveRun());
    }

    /** The client is told this record. */
    Outcome given(AnswerRecord answer) {
        place.ended(answer);
        return Outcome.of(answer.message().response());
    }

    /** The client is told something else. */
    void left() {
        place.ended(current);
    }
}
