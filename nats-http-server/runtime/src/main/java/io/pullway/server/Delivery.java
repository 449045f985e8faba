package io.pullway.server;

import io.nats.client.Message;
import io.pullway.wire.Body;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.DeliveryInfo;
import io.pullway.wire.FieldLines;
import io.pullway.wire.GiveBack;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.Subjects;
import io.pullway.wire.UnsupportedVersionException;
import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One request that JetStream delivered, and what is owed to it: to run it or say why not, to report that
 * it is worked on, to answer before it is acknowledged, and to give its slot back exactly once.
 *
 * <p>Threads: made on the dispatcher of jnats, run and answered on one event loop; heartbeats come from
 * the ticker.
 */
final class Delivery implements ResponseCollector.Receiver {
    private static final Logger LOG = Logger.getLogger(Delivery.class);

    /** Begins the reason for which a message was buried that is no request. */
    private static final String NO_REQUEST = "no-request: ";

    private final Message message;
    private final DeliveryInfo info;
    private final PullInbox inbox;
    private final DeliveryRules rules;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile HttpRequestMessage request;
    private volatile Context context;
    private final long receivedNanos = System.nanoTime();
    private volatile long reportedNanos = receivedNanos;
    private InJvmHttp application;
    private long queueWaitMillis = -1;

    Delivery(Message message, DeliveryInfo info, PullInbox inbox, DeliveryRules rules) {
        this.message = message;
        this.info = info;
        this.inbox = inbox;
        this.rules = rules;
    }

    /** Decides what becomes of the request, and runs it if it is to be run. On the loop of {@code http}. */
    void start(InJvmHttp http) {
        application = http;
        HttpRequestMessage decoded = decode();
        if (decoded == null) {
            return;
        }
        request = decoded;
        try {
            decide(decoded, http);
        } catch (RuntimeException e) {
            LOG.errorf(e, "event=dispatch-failed request=%s", decoded.envelope().requestId());
            noAnswer();
        }
    }

    private void decide(HttpRequestMessage decoded, InJvmHttp http) {
        boolean mayRunAgain = rules.mayRunAgain(decoded);
        if (!mayRunAgain && (inbox.isRetired() || System.nanoTime() - receivedNanos > rules.gapNanos())) {
            // It may be with somebody else by now. Neither started nor acknowledged: JetStream decides.
            end();
            return;
        }
        boolean again = info.deliveries() > 1
                || !mayRunAgain && !rules.startedHere().add(decoded.envelope().requestId());
        if (again && !mayRunAgain) {
            giveUp(Outcome.OUTCOME_UNKNOWN, 502);
        } else if (info.deliveries() > rules.maxDeliveries()) {
            giveUp(Outcome.GAVE_UP, 500);
        } else if (rules.isTooLate(info.storedNanos(), decoded.envelope().budgetMillis())) {
            refuse(again ? Outcome.OUTCOME_UNKNOWN : Outcome.NOT_STARTED, 504);
        } else {
            queueWaitMillis = rules.started(info.storedNanos());
            boolean head = decoded.method().equals("HEAD");
            http.dispatch(
                    decoded,
                    duplicated -> enter(decoded, duplicated),
                    new ResponseCollector(head, rules.replies().maxPayload(), this));
        }
    }

    @Override
    public void answered(int status, FieldLines fields, Body body) {
        GiveBack wish = context == null ? null : context.getLocal(GiveBack.class);
        if (wish == null) {
            application.afterThisTurn(() -> finish(rules.replies().answer(this, status, fields, body)));
        } else if (end()) {
            // Somebody else works on the same request: it is this one's turn later.
            rules.replies().giveBack(message, wish.delay());
        }
    }

    @Override
    public void answerTooLarge() {
        finish(rules.replies().outcome(this, Outcome.ANSWER_TOO_LARGE, 502));
    }

    @Override
    public void noAnswer() {
        finish(rules.replies().outcome(this, Outcome.BAD_ANSWER, 502));
    }

    /** Tells JetStream that this is worked on, if it was not told for a third of the ack wait. */
    void reportProgress(long nowNanos) {
        if (nowNanos - reportedNanos > rules.heartbeatNanos() && !ended.get()) {
            reportedNanos = nowNanos;
            rules.replies().inProgress(message);
        }
    }

    /** Gives the request back for another instance, unless running it again would not be safe. */
    void giveBack() {
        HttpRequestMessage known = request;
        if (known != null && rules.mayRunAgain(known) && end()) {
            rules.replies().giveBack(message);
        }
    }

    HttpRequestMessage request() {
        return request;
    }

    Message message() {
        return message;
    }

    long queueWaitMillis() {
        return queueWaitMillis;
    }

    /** What the application may know of the request, and where it may leave a wish to give it back. */
    private void enter(HttpRequestMessage decoded, Context duplicated) {
        context = duplicated;
        RequestId id = decoded.envelope().requestId();
        new RequestContext(id.text(), info.deliveries(), rules.replies().instance(), decoded.target())
                .storeIn(duplicated);
        duplicated.putLocal(RequestId.class, id);
        duplicated.putLocal(DeliveryInfo.class, info);
    }

    private void refuse(Outcome outcome, int status) {
        LOG.infof(
                "event=request-refused request=%s outcome=%s deliveries=%d",
                request.envelope().requestId(), outcome.token(), info.deliveries());
        finish(rules.replies().outcome(this, outcome, status));
    }

    /** Nobody is to run it any more: its caller is told so, and a copy is kept for people to look at. */
    private void giveUp(Outcome outcome, int status) {
        bury(
                request.envelope().requestId(),
                outcome.token(),
                () -> rules.replies().outcome(this, outcome, status));
    }

    /** Reads the message; buries what is not a request for this service and returns null. */
    private HttpRequestMessage decode() {
        try {
            HttpRequestMessage decoded = HttpRequestMessage.decode(message.getData());
            checkAddress(decoded);
            return decoded;
        } catch (UnsupportedVersionException e) {
            boolean waiting = e.requestId() != null && e.replyTo() != null && isOwnReply(e);
            bury(
                    e.requestId(),
                    Outcome.UNSUPPORTED_VERSION.token(),
                    () -> !waiting || rules.replies().unsupportedVersion(e.requestId(), e.replyTo()));
        } catch (MalformedMessageException e) {
            bury(null, NO_REQUEST + e.getMessage(), () -> true);
        }
        return null;
    }

    private boolean isOwnReply(UnsupportedVersionException e) {
        return Subjects.isReplyFor(e.replyTo(), Subjects.resource(message.getSubject()), e.requestId());
    }

    /** The subject, which NATS checked permissions on, has to be the one that the request itself makes. */
    private void checkAddress(HttpRequestMessage decoded) throws MalformedMessageException {
        RequestSubject expected = RequestSubject.of(RequestKind.HTTP, decoded.method(), decoded.target());
        if (!(expected instanceof RequestSubject.Mapped mapped)
                || !mapped.subject().equals(message.getSubject())) {
            throw new MalformedMessageException("the subject is not that of the method and target");
        }
        String replyTo = decoded.envelope().replyTo();
        if (replyTo == null
                || !Subjects.isReplyFor(
                        replyTo, mapped.resource(), decoded.envelope().requestId())) {
            throw new MalformedMessageException("the reply subject is not one for this request");
        }
    }

    /** @param id null for what has none */
    private void bury(RequestId id, String reason, BooleanSupplier tell) {
        DeadLetter.Origin origin = new DeadLetter.Origin(
                message.getSubject(), message.metaData().getStream(), info.streamSequence(), info.deliveries());
        RequestId known = id != null ? id : DeadLetter.idOf(origin);
        rules.deadLetters().bury(new DeadLetter(known, reason, origin, message.getData()), new DeadLetters.Mourner() {
            @Override
            public boolean tell() {
                return tell.getAsBoolean();
            }

            @Override
            public void end(DeadLetters.End how) {
                if (Delivery.this.end()) {
                    switch (how) {
                        case REMOVED -> rules.replies().remove(message);
                        case POSTPONED -> rules.replies().postpone(message, DeadLetters.PAUSE);
                        case LEFT -> {}
                    }
                }
            }
        });
    }

    private void finish(boolean answered) {
        if (end() && answered) {
            rules.replies().ack(message);
        }
    }

    private boolean end() {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            rules.ended(this);
        }
        return first;
    }
}
