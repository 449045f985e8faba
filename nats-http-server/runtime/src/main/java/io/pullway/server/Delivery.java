package io.pullway.server;

import io.netty.channel.EventLoop;
import io.pullway.server.calls.CallingRequest;
import io.pullway.wire.Body;
import io.pullway.wire.CoreMessage;
import io.pullway.wire.DeliveryInfo;
import io.pullway.wire.FieldLines;
import io.pullway.wire.GiveBack;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.RequestId;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.Subjects;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One request that JetStream delivered, and what is owed to it: to be run or refused, to have its message ended (see
 * {@link Acknowledgement}), and to give its slot back exactly once. Whether it is run and where its answer goes is a matter
 * of its kind, see {@link Settlement}.
 *
 * <p>Threads: made on the event loop of the connection, run and answered on one event loop; heartbeats come from
 * the ticker.
 */
final class Delivery implements ResponseCollector.Receiver, Acknowledgement.EndListener {
    private static final Logger LOG = Logger.getLogger(Delivery.class);

    private final CoreMessage message;
    private final DeliveryInfo info;
    private final PullInbox inbox;
    private final DeliveryRules rules;
    private final DeliveryWatch watch;
    private final GiveBack giveBack = new GiveBack();
    private final Acknowledgement acknowledgement;
    private HttpRequestMessage request;
    private volatile boolean repeatable;
    private final long receivedNanos = System.nanoTime();
    private InJvmHttp application;
    private Settlement settlement;
    private long queueWaitMillis = -1;

    Delivery(CoreMessage message, DeliveryInfo info, PullInbox inbox, DeliveryRules rules) {
        this.message = message;
        this.info = info;
        this.inbox = inbox;
        this.rules = rules;
        this.watch = rules.telemetry().received(info);
        this.acknowledgement = new Acknowledgement(message.replyTo(), rules.replies(), receivedNanos, this);
    }

    /** Decides what becomes of the request, and runs it if it is to be run. On the loop of {@code http}. */
    void start(InJvmHttp http) {
        application = http;
        switch (DecodedMessage.of(message, rules)) {
            case DecodedMessage.Request(HttpRequestMessage decoded, Settlement ofItsKind) -> {
                request = decoded;
                settlement = ofItsKind;
                repeatable = rules.isRepeatable(decoded);
                if (mayBeElsewhere()) {
                    // Neither started nor acknowledged: JetStream decides.
                    acknowledgement.leave();
                } else {
                    settlement.begin(this);
                }
            }
            case DecodedMessage.OtherVersion other -> {
                watch.tells(Outcome.UNSUPPORTED_VERSION);
                bury(
                        other.id(),
                        other.reason(),
                        () -> other.replyTo() == null
                                || rules.replies().unsupportedVersion(other.id(), other.replyTo()));
            }
            case DecodedMessage.NoRequest(String reason) -> {
                watch.tellsNobody(QueueTelemetry.NO_REQUEST);
                bury(null, reason, () -> true);
            }
        }
    }

    /** Whether it may be with somebody else by now, and must not be run by two. */
    boolean mayBeElsewhere() {
        return !repeatable && (inbox.isRetired() || System.nanoTime() - receivedNanos > rules.gapNanos());
    }

    /** Whether running it twice does no harm; false before it was read. */
    boolean isRepeatable() {
        return repeatable;
    }

    boolean hasUsedUpDeliveries() {
        return info.deliveries() > rules.maxDeliveries();
    }

    boolean isTooLate() {
        return rules.isTooLate(info.storedNanos(), request.envelope().budgetMillis());
    }

    /** Whether its client has gone, as far as this instance heard. Never of claimed requests. */
    boolean isCancelled() {
        return rules.shared().memory().cancelled().contains(request.envelope().requestId());
    }

    boolean hasBudget() {
        return rules.leftNanos(info.storedNanos(), request.envelope().budgetMillis()) > 0;
    }

    /** Hands the request to the application, whose answer goes to the settlement. On the event loop. */
    void run() {
        long waitedNanos = rules.waitedNanos(info.storedNanos());
        queueWaitMillis = TimeUnit.NANOSECONDS.toMillis(waitedNanos);
        watch.started(this, waitedNanos);
        boolean head = request.method().equals("HEAD");
        int maxBody = rules.replies().maxPayload();
        try {
            application.dispatch(request, this::enter, new ResponseCollector(head, maxBody, this));
        } catch (RuntimeException e) {
            LOG.errorf(e, "event=dispatch-failed request=%s", request.envelope().requestId());
            noAnswer();
        }
    }

    @Override
    public void answered(int status, FieldLines fields, Body body) {
        if (!isAskedForAgain()) {
            watch.tells(status);
            settlement.answered(this, status, fields, body);
        }
    }

    @Override
    public void answerTooLarge() {
        if (!isAskedForAgain()) {
            settlement.failed(this, Outcome.ANSWER_TOO_LARGE, 502);
        }
    }

    @Override
    public void noAnswer() {
        if (!isAskedForAgain()) {
            settlement.failed(this, Outcome.BAD_ANSWER, 502);
        }
    }

    /** The application has ended its work, however. Whether it wants to be asked again; then it will be. */
    private boolean isAskedForAgain() {
        watch.worked();
        Optional<Duration> wish = giveBack.delay();
        if (wish.isPresent()) {
            // Somebody else works on the same request: it is this one's turn later.
            acknowledgement.postpone(wish.get());
        }
        return wish.isPresent();
    }

    /** Says that this is worked on, if that was not said for a third of the ack wait. */
    void reportProgress(long nowNanos) {
        acknowledgement.reportProgress(nowNanos, rules.heartbeatNanos());
    }

    /** Gives the request back for another instance, unless running it again would not be safe. */
    void giveBack() {
        if (repeatable) {
            acknowledgement.giveBack();
        }
    }

    /** How its message ends. */
    Acknowledgement acknowledgement() {
        return acknowledgement;
    }

    /**
     * Keeps a copy for people to look at, then takes it out of the queue.
     *
     * @param id null for what has none
     * @param tell tells whoever waits, false if that was not possible; may block
     */
    void bury(RequestId id, String reason, BooleanSupplier tell) {
        new Burial(this, tell).begin(id, reason, message);
    }

    /** Runs the task on the event loop, together with what others do in this turn. On the event loop. */
    void afterThisTurn(Runnable task) {
        application.afterThisTurn(task);
    }

    EventLoop loop() {
        return application.loop();
    }

    DeliveryWatch watch() {
        return watch;
    }

    DeliveryRules rules() {
        return rules;
    }

    DeliveryInfo info() {
        return info;
    }

    HttpRequestMessage request() {
        return request;
    }

    String resource() {
        return Subjects.resource(message.subject());
    }

    long queueWaitMillis() {
        return queueWaitMillis;
    }

    /** What the application may know of the request, and where it may leave a wish to give it back. */
    private void enter(Context duplicated) {
        RequestContext.of(this).storeIn(duplicated);
        duplicated.putLocal(RequestId.class, request.envelope().requestId());
        duplicated.putLocal(DeliveryInfo.class, info);
        duplicated.putLocal(GiveBack.class, giveBack);
        long left = rules.leftNanos(info.storedNanos(), request.envelope().budgetMillis());
        new CallingRequest(request, info, left).storeIn(duplicated);
    }

    @Override
    public void ended(boolean settled) {
        watch.ended(settled);
        rules.ended(this);
    }
}
