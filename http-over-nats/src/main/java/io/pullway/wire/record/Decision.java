package io.pullway.wire.record;

/**
 * What is to be done about a record. A {@code RecordWrite} that meets a conflict, or whose result is not
 * known, changes nothing here: read the record and ask {@link RecordRules} again.
 */
public sealed interface Decision {

    /** What a caller does that wants the answer. */
    sealed interface OfAsker extends Decision permits Claim, Wait, PublishAgain, Settle, Give, Refuse {}

    /** What who reads the status does. */
    sealed interface OfReader extends Decision permits Pending, Settle, Give, NotFound {}

    /** What a server does that is about to run a request. */
    sealed interface OfRunner extends Decision permits Run, RunAfterWriting, WriteThenAck, Ack {}

    /** What somebody does that has something to write down. */
    sealed interface OfWriter extends Decision permits WriteThenAck, Ack {}

    /** Write this claim; when written, publish the request with the sequence that it got. */
    record Claim(RecordWrite write) implements OfAsker {}

    /**
     * Wait for the next record on {@code kept.<resource>.<id>}.
     *
     * @param untilMillis when to read and ask again at the latest, on the NATS server's clock
     */
    record Wait(long untilMillis) implements OfAsker {}

    /**
     * Publish the request again for the claim that is there, with what is left until its deadline as the
     * budget; then wait. Harmless if it is there: it has the same {@code Nats-Msg-Id}.
     *
     * @param claim its sequence
     */
    record PublishAgain(long claim, long deadlineMillis) implements OfAsker {}

    /** Write this outcome, which nobody else will; when written, it is the answer. */
    record Settle(RecordWrite write) implements OfAsker, OfReader {}

    /** This record holds the answer. */
    record Give(AnswerRecord record) implements OfAsker, OfReader {}

    /** The key belongs to another request: 422. */
    record Refuse() implements OfAsker {}

    /** There is no answer yet. */
    record Pending(AnswerRecord record) implements OfReader {}

    /** No such request for this principal. */
    record NotFound() implements OfReader {}

    /** Run it: this very run is the one that the record names. */
    record Run() implements OfRunner {}

    /** Write this; when written, run. */
    record RunAfterWriting(RecordWrite write) implements OfRunner {}

    /** Write this; when written, acknowledge the message (if there is one) without running it (again). */
    record WriteThenAck(RecordWrite write) implements OfRunner, OfWriter {}

    /**
     * Acknowledge the message (if there is one); it is not run (again), and nothing is written.
     *
     * @param reason for the log
     */
    record Ack(Reason reason) implements OfRunner, OfWriter {}

    /** Why a message is of no use any more. */
    enum Reason {
        /** There is no record, or a released one: nobody wants it run. */
        NOT_CLAIMED,
        /** Its claim was taken over. */
        OBSOLETE,
        /** There is a final record; the first one stands. */
        ANSWERED
    }
}
