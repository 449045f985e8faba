package io.pullway.proxy;

import io.pullway.wire.Elections;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.PresenceReport;
import io.pullway.wire.ProblemType;
import io.pullway.wire.PubAcks;
import io.pullway.wire.RequestId;
import io.pullway.wire.ReturnPath;
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
final class RequestForwarder implements ReturnPath.Listener, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RequestForwarder.class);
    private static final Duration TICK = Duration.ofMillis(50);

    private final PendingReplies pending;
    private final JetStreamPort port;
    private final ResourceDirectory resources;
    private final PendingWatch watch;
    private final Presence presence;
    private final QueueWaits waits = new QueueWaits();
    private final Elections elections = new Elections();
    private final Door door;
    private long announcedNanos = System.nanoTime() - PresenceReport.INTERVAL.toNanos();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("deadlines").factory());

    RequestForwarder(PendingReplies pending, Presence presence, PortFactory portFactory) {
        this.pending = pending;
        this.presence = presence;
        this.port = portFactory.open(this);
        this.resources = new ResourceDirectory(port.queries());
        this.watch = new PendingWatch(pending, port, waits, elections);
        this.door = new Door(presence, resources, waits);
        ticker.scheduleAtFixedRate(this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Opens the port with its listener. */
    interface PortFactory {
        JetStreamPort open(ReturnPath.Listener listener);
    }

    Door door() {
        return door;
    }

    QueueWaits waits() {
        return waits;
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
        if (pending.find(request.id().text()) == null) {
            // Its client has gone, or was told that nothing was stored, while JetStream was asked at the door.
            return;
        }
        if (port.publish(request)) {
            return;
        }
        if (!port.isConnected() && elections.isWaitedFor(request.resource(), System.nanoTime())) {
            request.holdBack();
        } else {
            pending.complete(request.id(), PendingWatch.notReachable());
        }
    }

    /** The client has gone: its answer, if it comes, is dropped, and instances are told so. */
    void forget(RequestId id) {
        PendingRequest gone = pending.forget(id);
        if (gone != null && gone.publications().written() != null) {
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
        if (request == null || code == PubAcks.DUPLICATE_IN_PROCESS) {
            // In process: an attempt before this one is being stored, its own PubAck or the answer will tell.
            return;
        }
        if (!request.publications().storedNothing()) {
            // What was published before may be stored: its answer will tell, or that none comes.
            LOG.debugf("event=not-stored-again request=%s code=%d", request.id(), code);
        } else if (code == PubAcks.STREAM_FULL) {
            pending.complete(
                    request.id(),
                    Outcome.refusedForNow(
                            ProblemType.OVERLOADED, "The queue of this resource is full. Nothing was stored."));
        } else {
            LOG.warnf("event=not-stored request=%s resource=%s code=%d", request.id(), request.resource(), code);
            notAccepted(request, "The message system refused the request. Nothing was stored.");
        }
    }

    @Override
    public void notHeard(String id) {
        PendingRequest request = pending.find(id);
        if (request == null) {
            return;
        }
        if (!request.publications().notHeard()) {
            // What was published before may be stored: its answer will tell, or that none comes.
            return;
        }
        if (elections.isWaitedFor(request.resource(), System.nanoTime())) {
            resources.ifMissing(request.resource(), () -> noSuchResource(request));
        } else {
            notAccepted(request, "The queue of this resource is not available at the moment. Nothing was stored.");
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
        port.announce(true);
        port.close();
    }

    private void noSuchResource(PendingRequest request) {
        if (!request.publications().mayBeStored()) {
            pending.complete(
                    request.id(), Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "No service has this resource."));
        }
    }

    private void notAccepted(PendingRequest request, String detail) {
        pending.complete(request.id(), Outcome.refusedForNow(ProblemType.NOT_ACCEPTED, detail));
    }

    private void announce(long nowNanos) {
        if (nowNanos - announcedNanos >= PresenceReport.INTERVAL.toNanos()) {
            announcedNanos = nowNanos;
            port.announce(false);
        }
    }

    /** One request that fails must not keep the others from their deadlines. What is known of it then is told. */
    private void check(PendingRequest request, long now) {
        try {
            watch.check(request, now);
        } catch (RuntimeException e) {
            LOG.errorf(e, "event=request-not-checked request=%s", request.id());
            pending.complete(
                    request.id(), Outcome.failed(ProblemType.OUTCOME_UNKNOWN, "The proxy failed at this request."));
        }
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            presence.tick(now);
            announce(now);
            port.records().tick(now);
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
}
