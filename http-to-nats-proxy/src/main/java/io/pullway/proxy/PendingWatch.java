package io.pullway.proxy;

import io.pullway.wire.Elections;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.ProblemType;
import io.pullway.wire.Publications;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * What time does to requests that wait: those without a PubAck are published again, those whose answer was lost are
 * sent anew where that is safe, and those whose budget is over get an outcome.
 *
 * <p>Threads: {@link #check} is called by the ticker; JetStream is asked on virtual threads.
 */
final class PendingWatch {
    private static final Logger LOG = Logger.getLogger(PendingWatch.class);

    /** So long for answers that are on their way or held by instances, before what may run twice is sent anew. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /** Without an answer for so long, it is asked whether the message is still there; and again after as long. */
    private static final Duration LOOK_AFTER = Duration.ofSeconds(4);

    /** After the budget, so long for an answer that is on its way. */
    private static final Duration ANSWER_GRACE = Duration.ofMillis(250);

    /** At the same time; who is not looked for now is looked for later. JetStream's API has one queue for everybody. */
    private static final int LOOKS = 32;

    private final Semaphore looks = new Semaphore(LOOKS);
    private final PendingReplies pending;
    private final JetStreamPort port;
    private final QueueWaits waits;
    private final Elections elections;
    private final StreamQueries queries;
    private final DeliveredSequences delivered;

    PendingWatch(PendingReplies pending, JetStreamPort port, QueueWaits waits, Elections elections) {
        this.pending = pending;
        this.port = port;
        this.waits = waits;
        this.elections = elections;
        this.queries = port.queries();
        this.delivered = new DeliveredSequences(queries);
    }

    /** @param now of {@link System#nanoTime} */
    void check(PendingRequest request, long now) {
        PendingRequest.Stored stored = request.stored();
        Publications.Written publication = request.publications().written();
        if (publication == null) {
            checkUnwritten(request, now);
            return;
        }
        if (stored != null
                && now - stored.nanos() > request.budget().plus(ANSWER_GRACE).toNanos()) {
            budgetOver(request, stored);
        } else if (stored == null
                && now - publication.firstNanos() > request.budget().toNanos()) {
            pending.complete(
                    request.id(),
                    request.publications().mayBeStored()
                            ? unknown("It may have been stored: that was never confirmed.")
                            : Outcome.refusedForNow(
                                    ProblemType.NOT_ACCEPTED, "No queue took it in time. Nothing was stored."));
        } else if (stored == null && request.publications().isDueAgain(now, port.epoch())) {
            // Under the same id: if the first attempt was stored, this one is not.
            publishAgain(request, publication, now);
        } else if (publication.epoch() != port.epoch()) {
            repeatAfterLostConnection(request, now - publication.firstNanos());
        } else if (stored != null && request.isIdempotent()) {
            repeatAfterLostAnswer(request, stored, now);
        }
    }

    private void checkUnwritten(PendingRequest request, long now) {
        if (request.isOverdue(now)) {
            request.afterThisTurn(() -> notPublished(request));
        } else if (request.isHeldBack() && port.isConnected()) {
            publishWithin(request, request.ageNanos(now), request::shorten);
        } else if (request.isHeldBack()) {
            refuseInOutage(request, now);
        }
    }

    private void refuseInOutage(PendingRequest request, long now) {
        if (!elections.isWaitedFor(request.resource(), now)) {
            pending.complete(request.id(), notReachable());
        }
    }

    /** On the loop that would publish it: if it has not, it will not any more. */
    private void notPublished(PendingRequest request) {
        if (request.publications().written() == null) {
            pending.complete(
                    request.id(),
                    Outcome.refusedForNow(
                            ProblemType.NOT_ACCEPTED,
                            "The message system did not say in time whether anybody takes it. Nothing was stored."));
        }
    }

    /**
     * Whether stored or not: its answer may have gone to nobody, an instance may hold it that could not answer, or
     * the server may have come back without it. What may run twice is published once more, as another message.
     */
    private void repeatAfterLostConnection(PendingRequest request, long sinceNanos) {
        if (request.isIdempotent() && port.isConnectedFor(SETTLING.toNanos())) {
            publishAnew(request, sinceNanos);
        }
    }

    /**
     * An instance answers before it acknowledges. A message that is acknowledged and has no answer lost it on the way,
     * as when the server ended through which it came: the connection of this proxy need not have been to that one.
     */
    private void repeatAfterLostAnswer(PendingRequest request, PendingRequest.Stored stored, long now) {
        if (stored.isGoneFor(SETTLING.toNanos(), now)) {
            publishAnew(request, now - request.publications().written().firstNanos());
        } else if (stored.isToBeLookedFor(LOOK_AFTER.toNanos(), now) && looks.tryAcquire()) {
            Thread.ofVirtual().start(() -> {
                try {
                    look(request, stored);
                } finally {
                    looks.release();
                }
            });
        }
    }

    private void look(PendingRequest request, PendingRequest.Stored stored) {
        try {
            if (!queries.isStored(StreamQueries.read(stored.pubAck()))) {
                stored.gone(System.nanoTime());
            }
        } catch (IOException e) {
            // Asked again later; whatever comes of it, the budget ends.
            LOG.debugf("event=not-looked-for request=%s reason=\"%s\"", request.id(), e.getMessage());
        }
    }

    private void publishAgain(PendingRequest request, Publications.Written publication, long now) {
        if (request.publications().mayBeStored()) {
            port.publish(request);
        } else if (port.isConnected()) {
            publishWithin(request, now - publication.firstNanos(), request::shorten);
        } else {
            refuseInOutage(request, now);
        }
    }

    private void publishAnew(PendingRequest request, long usedNanos) {
        publishWithin(request, usedNanos, request::startAnew);
    }

    /** Makes a message of what is left of the time. */
    private interface Remaking {
        void within(long budgetMillis) throws MalformedMessageException;
    }

    private void publishWithin(PendingRequest request, long usedNanos, Remaking remaking) {
        long left = request.budget().minusNanos(usedNanos).toMillis();
        try {
            if (left > 0 && port.isConnected()) {
                remaking.within(left);
                port.publish(request);
            }
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("a message that was encoded before is not valid", e);
        }
    }

    private void budgetOver(PendingRequest request, PendingRequest.Stored stored) {
        if (request.isAnew() || request.publications().written().epoch() != port.epoch()) {
            // The server may have crashed since, and come back with an older count of what it handed out.
            pending.complete(
                    request.id(),
                    unknown("It was stored, and an answer or the connection to the message system was lost since."));
            return;
        }
        StreamQueries.StoredAt at;
        try {
            at = StreamQueries.read(stored.pubAck());
        } catch (IOException e) {
            LOG.warnf("event=pub-ack-unreadable request=%s reason=\"%s\"", request.id(), e.getMessage());
            pending.complete(request.id(), unknown("It was stored, and may have been started."));
            return;
        }
        delivered.ask(at.stream(), sequence -> {
            boolean neverStarted = sequence >= 0 && sequence < at.sequence();
            boolean told = pending.complete(
                    request.id(),
                    neverStarted
                            ? Outcome.failed(
                                    ProblemType.NOT_STARTED,
                                    "No instance was free in time. It was not started and will not be.")
                            : unknown("It was stored and may have been started; no answer came in time."));
            if (told && neverStarted) {
                // Once, however often it was asked until the answer came.
                waits.notStarted(request.resource(), request.budget().toMillis(), System.nanoTime());
            }
        });
    }

    /** Of what nothing was written: there is no connection. */
    static Outcome notReachable() {
        return Outcome.refusedForNow(
                ProblemType.NOT_ACCEPTED,
                "The platform's message system is not reachable at the moment. Nothing was stored.");
    }

    private static Outcome unknown(String detail) {
        return Outcome.failed(
                ProblemType.OUTCOME_UNKNOWN, detail + " It may have had an effect: look before sending it again.");
    }
}
