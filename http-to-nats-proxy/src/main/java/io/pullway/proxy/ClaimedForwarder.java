package io.pullway.proxy;

import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.pullway.wire.record.ReadResult;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Takes claimed requests and the questions for their status: each is followed on a virtual thread of its own,
 * which may wait, and ends with exactly one outcome.
 */
final class ClaimedForwarder {
    private static final Logger LOG = Logger.getLogger(ClaimedForwarder.class);
    private static final int RETRY_SECONDS = 1;

    /**
     * What claimed requests need around them.
     *
     * @param waits what is known of the queue that keyed requests share with plain ones
     * @param instance name of this proxy, for people
     */
    record Room(RecordPort port, ClaimDoor door, QueueWaits waits, Patience patience, String instance) {}

    private final Room room;

    ClaimedForwarder(Room room) {
        this.room = room;
    }

    /**
     * Follows the request to its outcome, which is told on the virtual thread together with the id of the request.
     *
     * @return ends the wait of a client that has gone; what was claimed goes on
     */
    Runnable forward(ClaimedRequest request, BiConsumer<RequestId, Outcome> tell) {
        return start(request.ids().getFirst(), tell, () -> {
            RequestId id = idWithRecord(request);
            try (KeptWatch watch = room.port().watch(request.resource(), id);
                    QueuePlace place = new QueuePlace(room.waits(), request.resource())) {
                return new ClaimedExchange(room, request, id, watch, place).outcome();
            }
        });
    }

    /** Tells how far an asynchronous request has come: its answer, or that there is none yet. */
    Runnable status(StatusQuestion question, BiConsumer<RequestId, Outcome> tell) {
        return start(question.id(), tell, () -> question.outcome(room));
    }

    private interface Work {
        Outcome outcome() throws IOException, InterruptedException;
    }

    private static Runnable start(RequestId id, BiConsumer<RequestId, Outcome> tell, Work work) {
        Thread thread = Thread.ofVirtual().name("claimed-" + id).unstarted(() -> {
            try {
                tell.accept(id, work.outcome());
            } catch (InterruptedException e) {
                LOG.debugf("event=client-gone request=%s", id);
            } catch (IOException e) {
                tell.accept(id, unavailable(e));
            } catch (RuntimeException e) {
                LOG.errorf(e, "event=claimed-request-failed request=%s", id);
                tell.accept(id, Outcome.failed(ProblemType.OUTCOME_UNKNOWN, "The proxy failed at this request."));
            }
        });
        thread.start();
        return thread::interrupt;
    }

    private static Outcome unavailable(IOException e) {
        if (e.getMessage() != null && e.getMessage().startsWith(RecordPort.NO_STREAM)) {
            return Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "No service that keeps answers has this resource.");
        }
        return Outcome.refused(
                ProblemType.NOT_ACCEPTED,
                "The platform's message system cannot keep answers at the moment. Nothing was stored.",
                RETRY_SECONDS);
    }

    /**
     * A record under an older secret is found before a new one is made under the current.
     *
     * @throws IOException if it cannot be told whether there is one: a new one could be a second one
     */
    private RequestId idWithRecord(ClaimedRequest request) throws IOException, InterruptedException {
        for (RequestId older : request.ids().subList(1, request.ids().size())) {
            switch (room.port().read(request.resource(), older)) {
                case ReadResult.Found found -> {
                    return older;
                }
                case ReadResult.Absent() -> {}
                case ReadResult.Unavailable(String reason) -> throw new IOException(reason);
            }
        }
        return request.ids().getFirst();
    }
}
