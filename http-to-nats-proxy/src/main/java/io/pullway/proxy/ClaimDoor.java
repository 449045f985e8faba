package io.pullway.proxy;

import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestKind;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Says why no new claim is taken now: there is no room for its answer, nobody would start it in time, or asynchronous work has
 * its part of the queue already. Asynchronous requests are queued also where nobody is there. Safe for all threads; blocks.
 *
 * @param door that of plain requests, too
 * @param streams how much room there is
 */
record ClaimDoor(Door door, StreamRoom streams) {
    private static final int ANSWERS_RETRY_SECONDS = 1;

    /** Queued work is done in its own time. */
    private static final int LATER_RETRY_SECONDS = 5;

    /** About what a message is larger than its body. */
    private static final int HEAD_BYTES = 1_024;

    /**
     * Counts the request as one that enters, if it may.
     *
     * @return null if it may
     * @throws IOException if there is no stream for its answer
     */
    Outcome refusal(ClaimedRequest request) throws IOException {
        String resource = request.resource();
        if (streams.isFullOfAnswers(resource)) {
            return noRoomForAnswers();
        }
        if (request.kind() == RequestKind.KEYED) {
            return door.refusal(resource, request.times().budget());
        }
        return streams.takesLater(resource, size(request))
                ? null
                : Outcome.refused(
                        ProblemType.OVERLOADED,
                        "As many asynchronous requests are queued as may be. Nothing was stored.",
                        LATER_RETRY_SECONDS);
    }

    /** Whether {@link #pass} need not wait for what the stream of answers holds. */
    boolean knowsRoomForAnswers(String resource) {
        return streams.knowsAnswers(resource);
    }

    /**
     * {@link #refusal} of a keyed request without waiting, where {@link #knowsRoomForAnswers}. Runs {@code enter} or tells {@code
     * refuse} why not: one of them, at once or when JetStream has been asked.
     */
    void pass(ClaimedRequest request, Runnable enter, Consumer<Outcome> refuse) {
        if (streams.isKnownFullOfAnswers(request.resource())) {
            refuse.accept(noRoomForAnswers());
        } else {
            door.pass(request.resource(), request.times().budget(), enter, refuse);
        }
    }

    /** Who entered has claimed nothing. */
    void turnsBack(ClaimedRequest request) {
        if (request.kind() == RequestKind.LATER) {
            streams.tookNoLater(request.resource(), size(request));
        }
    }

    private static long size(ClaimedRequest request) {
        return request.http().body().length() + HEAD_BYTES;
    }

    static Outcome noRoomForAnswers() {
        return Outcome.refused(
                ProblemType.OVERLOADED,
                "There is no room for further answers. Nothing was stored.",
                ANSWERS_RETRY_SECONDS);
    }
}
