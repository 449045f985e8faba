package io.pullway.proxy;

import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Follows each request from its publication to its outcome: PubAck, publishing again, answer, deadline.
 *
 * <p>Threads: {@link #forward} is called on the client's event loop; everything else happens on the
 * dispatcher of jnats, on the ticker, or on a virtual thread where JetStream is asked.
 */
final class RequestForwarder implements JetStreamPort.Listener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RequestForwarder.class);
    private static final Duration TICK = Duration.ofMillis(50);

    /** Without a PubAck for so long, the message is published again under the same id. */
    private static final Duration PUB_ACK_LIMIT = Duration.ofSeconds(1);

    /** After a reconnect, so long for answers that instances still hold, before what may run twice is sent anew. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /** After the budget, so long for an answer that is on its way. */
    private static final Duration ANSWER_GRACE = Duration.ofMillis(250);

    /** No stream heard it (an election?): tried again after a while, twice. */
    private static final Duration ELECTION_PAUSE = Duration.ofMillis(250);

    private static final int ELECTION_TRIES = 2;

    private static final int STREAM_FULL = 10_077;
    private static final int DUPLICATE_IN_PROCESS = 10_158;
    private static final int RETRY_SECONDS = 1;

    private final PendingReplies pending;
    private final JetStreamPort port;
    private final ResourceDirectory resources;
    private final DeliveredSequences delivered;
    private final Presence presence;
    private final QueueWaits waits = new QueueWaits();
    private final Door door;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());

    RequestForwarder(PendingReplies pending, Presence presence, PortFactory portFactory) {
        this.pending = pending;
        this.presence = presence;
        this.port = portFactory.open(this);
        this.resources = new ResourceDirectory(port);
        this.delivered = new DeliveredSequences(port);
        this.door = new Door(presence, resources, waits);
        ticker.scheduleAtFixedRate(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Opens the port with its listener. */
    interface PortFactory {
        JetStreamPort open(JetStreamPort.Listener listener);
    }

    Door door() {
        return door;
    }

    JetStreamPort port() {
        return port;
    }

    /** Publishes the request, if it can be started in time. Its client is told exactly one outcome, unless it goes away before. */
    void forward(PendingRequest request) {
        pending.expect(request);
        door.pass(
                request.resource(),
                request.budget(),
                () -> request.afterThisTurn(() -> publish(request)),
                refusal -> pending.complete(request.id(), refusal));
    }

    private void publish(PendingRequest request) {
        if (!port.publish(request)) {
            notAccepted(request.id(), "The platform's message system is not reachable at the moment.");
        }
    }

    /** The client has gone: its answer, if it comes, is dropped, and instances are told so. */
    void forget(RequestId id) {
        PendingRequest gone = pending.forget(id);
        if (gone != null && gone.publication() != null) {
            port.cancel(gone.resource(), id);
        }
    }

    @Override
    public void stored(String id, byte[] pubAck) {
        PendingRequest request = pending.find(id);
        if (request != null) {
            request.stored(pubAck);
            resources.seen(request.resource());
        }
    }

    @Override
    public void notStored(String id, int code) {
        PendingRequest request = pending.find(id);
        if (request == null || code == DUPLICATE_IN_PROCESS) {
            // In process: an attempt before this one is being stored, its own PubAck or the answer will tell.
            return;
        }
        if (code == STREAM_FULL) {
            pending.complete(
                    request.id(),
                    Outcome.refused(
                            ProblemType.OVERLOADED,
                            "The queue of this resource is full. Nothing was stored.",
                            RETRY_SECONDS));
        } else {
            LOG.warnf("event=not-stored request=%s resource=%s code=%d", request.id(), request.resource(), code);
            notAccepted(request.id(), "The message system refused the request. Nothing was stored.");
        }
    }

    @Override
    public void notHeard(String id) {
        PendingRequest request = pending.find(id);
        if (request == null) {
            return;
        }
        if (request.notHeard() > ELECTION_TRIES) {
            resources.forget(request.resource());
            notAccepted(request.id(), "The queue of this resource is not available at the moment. Nothing was stored.");
        } else {
            resources.ifMissing(request.resource(), () -> pending.complete(request.id(), noSuchResource()));
        }
    }

    @Override
    public void answered(HttpResponseMessage answer) {
        PendingRequest request = pending.find(answer.envelope().requestId().text());
        if (request != null) {
            waits.answered(request, answer.envelope());
        }
        pending.complete(answer.envelope().requestId(), Outcome.of(answer));
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        port.close();
    }

    private static Outcome noSuchResource() {
        return Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "No service has this resource.");
    }

    private void notAccepted(RequestId id, String detail) {
        pending.complete(id, Outcome.refused(ProblemType.NOT_ACCEPTED, detail, RETRY_SECONDS));
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            presence.tick(now);
            Map<String, Integer> counts = new HashMap<>();
            pending.forEach(request -> {
                counts.merge(request.resource(), 1, Integer::sum);
                check(request, now);
            });
            waits.waiting(counts);
        } catch (RuntimeException e) {
            // An exception would end the ticker, and with it every deadline.
            LOG.errorf(e, "event=tick-failed");
        }
    }

    private void check(PendingRequest request, long now) {
        PendingRequest.Stored stored = request.stored();
        PendingRequest.Publication publication = request.publication();
        if (publication == null) {
            return;
        }
        if (stored != null
                && now - stored.nanos() > request.budget().plus(ANSWER_GRACE).toNanos()) {
            budgetOver(request, stored);
        } else if (stored == null
                && now - publication.firstNanos() > request.budget().toNanos()) {
            pending.complete(request.id(), unknown("It may have been stored: that was never confirmed."));
        } else if (stored == null && isDueAgain(request, publication, now)) {
            // Under the same id: if the first attempt was stored, this one is not.
            port.publish(request);
        } else if (publication.epoch() != port.epoch()) {
            repeatAfterLostConnection(request, now - publication.firstNanos());
        }
    }

    /** Without a PubAck: after a pause if nobody heard it, else on the same connection only. */
    private boolean isDueAgain(PendingRequest request, PendingRequest.Publication publication, long now) {
        long since = now - publication.lastNanos();
        return request.timesNotHeard() > 0
                ? since > ELECTION_PAUSE.toNanos()
                : since > PUB_ACK_LIMIT.toNanos() && publication.epoch() == port.epoch();
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

    private void publishAnew(PendingRequest request, long usedNanos) {
        long left = request.budget().minusNanos(usedNanos).toMillis();
        try {
            if (left > 0 && port.isConnected()) {
                request.startAnew(left);
                port.publish(request);
            }
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("a message that was encoded before is not valid", e);
        }
    }

    private void budgetOver(PendingRequest request, PendingRequest.Stored stored) {
        if (request.isAnew() || request.publication().epoch() != port.epoch()) {
            // The server may have crashed since, and come back with an older count of what it handed out.
            pending.complete(
                    request.id(), unknown("It was stored, and the connection to the message system was lost since."));
            return;
        }
        JetStreamPort.StoredAt at;
        try {
            at = JetStreamPort.read(stored.pubAck());
        } catch (IOException e) {
            LOG.warnf("event=pub-ack-unreadable request=%s reason=\"%s\"", request.id(), e.getMessage());
            pending.complete(request.id(), unknown("It was stored, and may have been started."));
            return;
        }
        delivered.ask(at.stream(), sequence -> {
            boolean neverStarted = sequence >= 0 && sequence < at.sequence();
            if (neverStarted) {
                waits.notStarted(request.resource(), request.budget().toMillis(), System.nanoTime());
            }
            pending.complete(
                    request.id(),
                    neverStarted
                            ? Outcome.failed(
                                    ProblemType.NOT_STARTED,
                                    "No instance was free in time. It was not started and will not be.")
                            : unknown("It was stored and may have been started; no answer came in time."));
        });
    }

    private static Outcome unknown(String detail) {
        return Outcome.failed(
                ProblemType.OUTCOME_UNKNOWN, detail + " It may have had an effect: look before sending it again.");
    }
}
