package io.pullway.server;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.ResponseEnvelope;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.record.AnswerRecord;
import io.pullway.wire.record.Runner;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Settles one delivery of a keyed or asynchronous request: its record says whether it is run, and gets its
 * answer; only when the answer is stored is the message acknowledged.
 *
 * <p>When the records cannot be reached, what has not been run, or may be run again, is given back with a
 * delay. The answer of anything else is tried to be stored, with heartbeats, until the budget is over; then a
 * copy of the request is buried and the record says for ever that it was started.
 *
 * <p>Threads: the event loop of its delivery.
 */
final class ClaimedSettlement implements Settlement {
    private static final Logger LOG = Logger.getLogger(ClaimedSettlement.class);

    /** With their pauses some three seconds: a connection that was lost is there again. */
    private static final int ATTEMPTS = 6;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final int LONGEST_DELAY_SECONDS = 5;

    /** The application has answered at least once in this delivery. */
    private boolean ran;

    private RecordKeeper.Claimed claimed;

    /** The record that allows the run, once there is one. */
    private AnswerRecord started;

    @Override
    public String fault(RequestEnvelope envelope, String resource) {
        if (envelope.claim() == 0) {
            return "a request of this kind names its claim";
        }
        return envelope.replyTo() == null ? null : "the answer goes to a record, not to a reply subject";
    }

    @Override
    public void begin(Delivery delivery) {
        RequestEnvelope envelope = delivery.request().envelope();
        // For this very delivery: a second one, also to this process, is another run.
        String nonce = RequestId.next().text();
        Runner runner = new Runner(
                envelope.requestId(),
                envelope.claim(),
                nonce,
                delivery.isRepeatable(),
                delivery.rules().replies().instance());
        claimed = new RecordKeeper.Claimed(delivery.resource(), runner, delivery.loop());
        if (delivery.hasUsedUpDeliveries()) {
            HttpResponseMessage answer = decision(delivery, Outcome.GAVE_UP, 500);
            delivery.bury(
                    envelope.requestId(),
                    Outcome.GAVE_UP.token(),
                    () -> isSettled(
                            delivery, keeper(delivery).decided(claimed, answer).join()));
        } else {
            attempt(delivery, 1, () -> runOrRefuse(delivery));
        }
    }

    private static boolean isSettled(Delivery delivery, RecordKeeper.Result result) {
        if (result instanceof RecordKeeper.Settled(HttpResponseMessage written)) {
            delivery.watch().settled(written);
            return true;
        }
        return false;
    }

    private CompletableFuture<RecordKeeper.Result> runOrRefuse(Delivery delivery) {
        return delivery.isTooLate()
                ? keeper(delivery)
                        .refused(claimed, decision(delivery, Outcome.NOT_STARTED, 504), delivery::mayBeElsewhere)
                : keeper(delivery).begin(claimed, claimOf(delivery), delivery::mayBeElsewhere);
    }

    /** Of a request that comes for the first time, its claim is most likely still there. */
    private static AnswerRecord claimOf(Delivery delivery) {
        boolean first = delivery.info().deliveries() == 1;
        return first ? AnswerRecord.claimOf(delivery.request().envelope()) : null;
    }

    @Override
    public void answered(Delivery delivery, int status, FieldLines fields, Body body) {
        ran = true;
        if (status < 200 || status > 599) {
            unfit(delivery, Outcome.BAD_ANSWER, "the status " + status + " is not that of a final response");
            return;
        }
        RequestId id = delivery.request().envelope().requestId();
        ResponseEnvelope envelope =
                new ResponseEnvelope(id, delivery.rules().replies().instance(), delivery.queueWaitMillis(), null);
        HttpResponseMessage answer = new HttpResponseMessage(envelope, status, fields, body);
        attempt(delivery, 1, () -> keeper(delivery).answered(claimed, started, answer));
    }

    @Override
    public void failed(Delivery delivery, Outcome outcome, int status) {
        ran = true;
        delivery.watch().tells(outcome);
        HttpResponseMessage answer = decision(delivery, outcome, status);
        attempt(delivery, 1, () -> keeper(delivery).decided(claimed, answer));
    }

    private void attempt(Delivery delivery, int number, Supplier<CompletableFuture<RecordKeeper.Result>> step) {
        step.get()
                .thenAcceptAsync(
                        result -> {
                            switch (result) {
                                case RecordKeeper.Run(AnswerRecord record) -> {
                                    started = record;
                                    delivery.run();
                                }
                                case RecordKeeper.Settled(HttpResponseMessage written) -> {
                                    delivery.watch().settled(written);
                                    delivery.acknowledgement().done();
                                }
                                case RecordKeeper.Left() ->
                                    delivery.acknowledgement().leave();
                                case RecordKeeper.Unfit(Outcome outcome, String reason) ->
                                    unfit(delivery, outcome, reason);
                                case RecordKeeper.Unavailable(String reason) ->
                                    unavailable(delivery, reason, number, step);
                            }
                        },
                        delivery.loop())
                .exceptionally(bug -> {
                    LOG.errorf(
                            bug,
                            "event=settlement-failed request=%s",
                            claimed.runner().id());
                    delivery.acknowledgement().leave();
                    return null;
                });
    }

    private void unfit(Delivery delivery, Outcome outcome, String reason) {
        LOG.warnf(
                "event=%s request=%s reason=\"%s\"",
                outcome.token(), claimed.runner().id(), reason);
        failed(delivery, outcome, 502);
    }

    private void unavailable(
            Delivery delivery, String reason, int number, Supplier<CompletableFuture<RecordKeeper.Result>> step) {
        if (number < ATTEMPTS || ran && !delivery.isRepeatable() && delivery.hasBudget()) {
            long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(number - 1, 10));
            CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, delivery.loop())
                    .execute(() -> attempt(delivery, number + 1, step));
            return;
        }
        RequestId id = claimed.runner().id();
        if (!ran || delivery.isRepeatable()) {
            Duration delay = Duration.ofSeconds(
                    Math.min(LONGEST_DELAY_SECONDS, delivery.info().deliveries()));
            LOG.warnf("event=record-unavailable request=%s reason=\"%s\" again-after=%s", id, reason, delay);
            delivery.acknowledgement().postpone(delay);
        } else {
            LOG.errorf("event=answer-not-kept request=%s reason=\"%s\"", id, reason);
            // The record is left as it is: started. Nobody can be told more than that.
            delivery.watch().tellsNobody(QueueTelemetry.NOT_KEPT);
            delivery.bury(id, QueueTelemetry.NOT_KEPT, () -> true);
        }
    }

    private static RecordKeeper keeper(Delivery delivery) {
        return delivery.rules().keeper();
    }

    private static HttpResponseMessage decision(Delivery delivery, Outcome outcome, int status) {
        ResponseEnvelope envelope = new ResponseEnvelope(
                delivery.request().envelope().requestId(),
                delivery.rules().replies().instance(),
                delivery.queueWaitMillis(),
                outcome);
        return new HttpResponseMessage(envelope, status, new FieldLines(), Body.EMPTY);
    }
}
