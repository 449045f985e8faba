package io.pullway.server.calls;

import io.micrometer.core.instrument.MeterRegistry;
import io.pullway.wire.Elections;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ProblemType;
import io.pullway.wire.PubAcks;
import io.pullway.wire.RequestId;
import io.pullway.wire.ReturnPath;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The calls that wait for what comes back, and what that means for each. Safe for all threads. */
final class PendingCalls implements ReturnPath.Listener {
    private static final Logger LOG = Logger.getLogger(PendingCalls.class);

    /** Of the calls of further resources, as those of a client whose first segment is a variable. */
    private static final String OTHER = "other";

    private static final int MOST_LABELS = 256;

    private final Set<String> labels = ConcurrentHashMap.newKeySet();
    private final Map<String, PendingCall> pending = new ConcurrentHashMap<>();
    private final Elections elections = new Elections();
    private final MeterRegistry meters;

    PendingCalls(MeterRegistry meters) {
        this.meters = meters;
    }

    /** @return the call that waits under this id already; null if from now on it is this one */
    PendingCall add(PendingCall call) {
        return pending.putIfAbsent(call.id().text(), call);
    }

    Iterable<PendingCall> all() {
        return pending.values();
    }

    /** Ends the wait, unless it has ended before. */
    void complete(PendingCall call, CallAnswer answer) {
        if (pending.remove(call.id().text(), call)) {
            meters.counter("pullway.server.calls", "resource", label(call.resource()), "outcome", answer.outcome())
                    .increment();
            call.answer().complete(answer);
        }
    }

    @Override
    public void stored(String id, byte[] pubAck) {
        PendingCall call = pending.get(id);
        if (call != null) {
            call.stored();
        }
    }

    @Override
    public void notStored(String id, int code) {
        PendingCall call = pending.get(id);
        if (call == null || code == PubAcks.DUPLICATE_IN_PROCESS) {
            // In process: an attempt before this one is being stored, its own PubAck or the answer will tell.
            return;
        }
        if (!call.publications().storedNothing()) {
            LOG.debugf("event=call-not-stored-again request=%s code=%d", call.id(), code);
        } else if (code == PubAcks.STREAM_FULL) {
            String detail = "The queue of this resource is full. Nothing was stored.";
            complete(call, CallAnswer.refusedForNow(ProblemType.OVERLOADED, call.id(), detail));
        } else {
            LOG.warnf("event=call-not-stored request=%s resource=%s code=%d", call.id(), call.resource(), code);
            complete(call, notAccepted(call.id(), "The message system refused the call. Nothing was stored."));
        }
    }

    @Override
    public void notHeard(String id) {
        PendingCall call = pending.get(id);
        if (call == null) {
            return;
        }
        if (call.publications().notHeard() && !elections.isWaitedFor(call.resource(), System.nanoTime())) {
            complete(call, notAccepted(call.id(), "No queue takes this resource at the moment. Nothing was stored."));
        }
    }

    @Override
    public void answered(HttpResponseMessage answer) {
        PendingCall call = pending.get(answer.envelope().requestId().text());
        if (call != null) {
            complete(call, CallAnswer.of(answer));
        }
    }

    /** The resource itself, or {@link #OTHER}: one of few. */
    private String label(String resource) {
        return labels.contains(resource) || labels.size() < MOST_LABELS && labels.add(resource) ? resource : OTHER;
    }

    private static CallAnswer notAccepted(RequestId id, String detail) {
        return CallAnswer.refusedForNow(ProblemType.NOT_ACCEPTED, id, detail);
    }
}
