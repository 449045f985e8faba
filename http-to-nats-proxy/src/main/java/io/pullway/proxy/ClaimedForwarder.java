package io.pullway.proxy;

import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.pullway.wire.record.ReadResult;
import java.io.IOException;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Takes claimed requests and the questions for their status: each is followed on a virtual thread of its own, which may wait,
 * or without one as long as it takes its {@link UsualCourse}, and ends with exactly one outcome.
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
     * Follows the request to its outcome, which is told together with the id of the request, on any thread.
     *
     * @return ends the wait of a client that has gone; what was claimed goes on
     */
    Runnable forward(ClaimedRequest request, BiConsumer<RequestId, Outcome> tell) {
        if (UsualCourse.isOpenTo(request, room)) {
            RequestId id = request.ids().getFirst();
            try {
                UsualCourse course = usual(AskedRequest.of(room, request, id), tell);
                course.begin();
                return course::clientGone;
            } catch (IOException e) {
                tell.accept(id, unavailable(e));
                return () -> {};
            } catch (RuntimeException e) {
                LOG.errorf(e, "event=claimed-request-failed request=%s", id);
                tell.accept(id, failed());
                return () -> {};
            }
        }
        return start(request.ids().getFirst(), tell, () -> {
            try (AskedRequest asked = AskedRequest.of(room, request, idWithRecord(request))) {
                AskerView view = new AskerView(request, asked.id(), room.instance(), asked.place());
                return new ClaimedExchange(room, asked, view, new Claiming(room, asked, view)).outcome();
            }
        })::interrupt;
    }

    private UsualCourse usual(AskedRequest asked, BiConsumer<RequestId, Outcome> tell) {
        return new UsualCourse(room, asked, new ClientWait.Client() {
            @Override
            public void tell(Outcome outcome) {
                tell.accept(asked.id(), outcome);
            }

            @Override
            public Thread follow(ClaimedExchange exchange, ClaimedExchange.Step first) {
                return start(asked.id(), tell, () -> {
                    try (asked) {
                        return exchange.outcome(first);
                    }
                });
            }
        });
    }

    /** Tells how far an asynchronous request has come: its answer, or that there is none yet. */
    Runnable status(StatusQuestion question, BiConsumer<RequestId, Outcome> tell) {
        return start(question.id(), tell, () -> question.outcome(room))::interrupt;
    }

    private interface Work {
        Outcome outcome() throws IOException, InterruptedException;
    }

    private static Thread start(RequestId id, BiConsumer<RequestId, Outcome> tell, Work work) {
        return Thread.ofVirtual().name("claimed-" + id).start(() -> {
            try {
                tell.accept(id, work.outcome());
            } catch (InterruptedException e) {
                LOG.debugf("event=client-gone request=%s", id);
            } catch (IOException e) {
                tell.accept(id, unavailable(e));
            } catch (RuntimeException e) {
                LOG.errorf(e, "event=claimed-request-failed request=%s", id);
                tell.accept(id, failed());
            }
        });
    }

    static Outcome failed() {
        return Outcome.failed(ProblemType.OUTCOME_UNKNOWN, "The proxy failed at this request.");
    }

    private static Outcome unavailable(IOException e) {
        if (e instanceof NoStreamException) {
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
                case ReadResult.NoStream(String resource) -> throw new NoStreamException(resource);
                case ReadResult.Unavailable(String reason) -> throw new IOException(reason);
            }
        }
        return request.ids().getFirst();
    }
}
