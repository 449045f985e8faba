package io.pullway.server;

import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Decision;
import io.pullway.wire.record.ReadResult;
import io.pullway.wire.record.RecordRules;
import io.pullway.wire.record.RecordStore;
import io.pullway.wire.record.RecordWrite;
import io.pullway.wire.record.Runner;
import io.pullway.wire.record.WriteResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jboss.logging.Logger;

/**
 * Keeps the records of claimed requests: asks {@link RecordRules} about the one that is there and writes what
 * they decide; when somebody else has written meanwhile, reads it and asks again. The one that is there need
 * not be read where it is known: a wrong belief ends as a conflict.
 *
 * <p>Nothing blocks, and no future fails: each is one attempt, over within some seconds, and completes on the
 * executor of its delivery. Any thread may call.
 */
final class RecordKeeper {
    private static final Logger LOG = Logger.getLogger(RecordKeeper.class);

    /** Few know of one request, and each writes a few times. */
    private static final int CONFLICTS = 10;

    private final RecordStore store;
    private final RecordRules rules;

    /** What came of an attempt. */
    sealed interface Result {}

    /** The record names this very run: run it. @param started the record */
    record Run(AnswerRecord started) implements Result {}

    /**
     * The record says what is to be said; the message is of no more use.
     *
     * @param written what this attempt made it say; null if somebody had said it before, or nobody wants to know
     */
    record Settled(HttpResponseMessage written) implements Result {}

    /** It may be somebody else's by now: neither run nor acknowledged. */
    record Left() implements Result {}

    /** The answer cannot stand in a record, whoever writes it; this outcome can. */
    record Unfit(Outcome outcome, String reason) implements Result {}

    /** The record could not be read or written for now. */
    record Unavailable(String reason) implements Result {}

    /**
     * A claimed request in the hands of this server.
     *
     * @param executor on which the answers to JetStream's replies are worked out
     */
    record Claimed(String resource, Runner runner, Executor executor) {}

    RecordKeeper(RecordStore store, RecordRules rules) {
        this.store = store;
        this.rules = rules;
    }

    /**
     * Before a request is run.
     *
     * @param known the record that is there as far as the message tells, or null
     * @param stale whether the request may have been given to somebody else by now, asked just before writing:
     *     a record that both of them write would tell of the wrong run
     */
    CompletableFuture<Result> begin(Claimed claimed, AnswerRecord known, BooleanSupplier stale) {
        return new Attempt(claimed, current -> unlessStale(rules.runs(current, claimed.runner), stale)).start(known);
    }

    /** Instead of running a request: keeps what this server decided. @param stale as in {@link #begin} */
    CompletableFuture<Result> refused(Claimed claimed, HttpResponseMessage answer, BooleanSupplier stale) {
        return new Attempt(
                        claimed,
                        current -> unlessStale(asOfRunner(rules.decided(current, claimed.runner, answer)), stale))
                .start(null);
    }

    private static Decision.OfRunner unlessStale(Decision.OfRunner decision, BooleanSupplier stale) {
        return switch (decision) {
            // Its own record says that nobody else runs it, and that nobody else will.
            case Decision.Run run -> run;
            case Decision.Ack ack -> ack;
            case Decision.RunAfterWriting write -> stale.getAsBoolean() ? null : write;
            case Decision.WriteThenAck write -> stale.getAsBoolean() ? null : write;
        };
    }

    /** Keeps what the application answered. @param started the record of its run */
    CompletableFuture<Result> answered(Claimed claimed, AnswerRecord started, HttpResponseMessage answer) {
        return new Attempt(claimed, current -> asOfRunner(rules.answered(current, claimed.runner, answer)))
                .start(started);
    }

    /** Keeps what this server decided in place of the application that ran. */
    CompletableFuture<Result> decided(Claimed claimed, HttpResponseMessage answer) {
        return new Attempt(claimed, current -> asOfRunner(rules.decided(current, claimed.runner, answer))).start(null);
    }

    private static Decision.OfRunner asOfRunner(Decision.OfWriter decision) {
        return switch (decision) {
            case Decision.WriteThenAck write -> write;
            case Decision.Ack ack -> ack;
        };
    }

    /** Asks the same question until nobody writes in between. */
    private final class Attempt {
        private final Claimed claimed;
        private final Function<AnswerRecord, Decision.OfRunner> question;
        private int conflicts;

        /** @param question about the record that is there, or null; its answer may be null: leave all as it is */
        Attempt(Claimed claimed, Function<AnswerRecord, Decision.OfRunner> question) {
            this.claimed = claimed;
            this.question = question;
        }

        /** @param known the record that is there, as far as somebody knows; null for none that does */
        CompletableFuture<Result> start(AnswerRecord known) {
            CompletableFuture<Result> attempt = known == null ? read() : decide(known);
            return attempt.exceptionally(e -> {
                LOG.errorf(e, "event=record-failed request=%s", claimed.runner.id());
                return new Unavailable(e.toString());
            });
        }

        private CompletableFuture<Result> read() {
            return store.read(claimed.resource, claimed.runner.id())
                    .thenComposeAsync(
                            read -> switch (read) {
                                case ReadResult.Found found -> decide(found.record());
                                case ReadResult.Absent() -> decide(null);
                                case ReadResult.NoStream none -> done(new Unavailable(none.reason()));
                                case ReadResult.Unavailable(String reason) -> done(new Unavailable(reason));
                            },
                            claimed.executor);
        }

        private CompletableFuture<Result> decide(AnswerRecord current) {
            return switch (question.apply(current)) {
                case null -> done(new Left());
                case Decision.Run() -> done(new Run(current));
                case Decision.Ack(Decision.Reason reason) -> {
                    LOG.debugf("event=not-kept request=%s reason=%s", claimed.runner.id(), reason);
                    yield done(new Settled(null));
                }
                case Decision.RunAfterWriting(RecordWrite write) ->
                    write(write, sequence -> new Run(new AnswerRecord(write.record(), sequence, 0)));
                case Decision.WriteThenAck(RecordWrite write) ->
                    write(write, sequence -> new Settled(write.record().response()));
            };
        }

        private CompletableFuture<Result> write(RecordWrite write, LongFunction<Result> whenWritten) {
            return store.write(claimed.resource, claimed.runner.id(), write)
                    .thenComposeAsync(
                            result -> switch (result) {
                                case WriteResult.Written(long sequence) -> done(whenWritten.apply(sequence));
                                case WriteResult.Conflict() ->
                                    ++conflicts <= CONFLICTS
                                            ? read()
                                            : done(new Unavailable("others write the record all the time"));
                                case WriteResult.TooLarge() ->
                                    done(new Unfit(Outcome.ANSWER_TOO_LARGE, "it is larger than a message may be"));
                                case WriteResult.Illegal(String reason) -> done(new Unfit(Outcome.BAD_ANSWER, reason));
                                case WriteResult.Full() -> done(new Unavailable("the stream of answers is full"));
                                case WriteResult.Unavailable(String reason) -> done(new Unavailable(reason));
                                case WriteResult.NotTaken(String reason) -> done(new Unavailable(reason));
                                case WriteResult.Unknown(String reason) -> done(new Unavailable(reason));
                            },
                            claimed.executor);
        }
    }

    private static CompletableFuture<Result> done(Result result) {
        return CompletableFuture.completedFuture(result);
    }
}
