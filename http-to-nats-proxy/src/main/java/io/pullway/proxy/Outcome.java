package io.pullway.proxy;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.Figures;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.pullway.wire.ResponseEnvelope;
import java.nio.charset.StandardCharsets;

/** What became of a request. Errors are values until {@link OutcomeResponder} turns them into HTTP. */
sealed interface Outcome {

    /** The application answered; its answer goes to the client unchanged. */
    record Answered(HttpResponseMessage answer) implements Outcome {}

    /**
     * The platform answers.
     *
     * @param status of the answer; that of the type, but for an unsafe request whose second delivery was not
     *     run (502)
     * @param detail one sentence: what happened, and what the client can do
     * @param retryAfterSeconds 0 for no such field
     */
    record Failed(ProblemType type, int status, String detail, int retryAfterSeconds) implements Outcome {}

    /** An asynchronous request is stored; its answer will be at its status resource. */
    record Accepted(String resource, RequestId id) implements Outcome {}

    /**
     * An asynchronous request has no answer yet.
     *
     * @param started whether an instance works on it
     */
    record Pending(boolean started) implements Outcome {}

    /** The platform itself has what was asked for. @param body empty with 204 and 304 */
    record Found(int status, FieldLines fields, Body body) implements Outcome {}

    /** What happens is told as long as somebody listens. */
    record Streaming() implements Outcome {}

    /** As the label of figures: one of few values. */
    default String token() {
        return switch (this) {
            case Answered(HttpResponseMessage answer) -> Figures.answered(answer.status());
            case Failed failed -> failed.type().token();
            case Accepted accepted -> "accepted";
            case Pending pending -> "pending";
            case Streaming streaming -> "streaming";
            case Found found -> Figures.answered(found.status());
        };
    }

    static Failed failed(ProblemType type, String detail) {
        return new Failed(type, type.status(), detail, 0);
    }

    /** Nothing was stored: the client may send it again after so many seconds, whatever the method. */
    static Failed refused(ProblemType type, String detail, int retryAfterSeconds) {
        return new Failed(type, type.status(), detail, retryAfterSeconds);
    }

    /** As {@link #refused}, by what may be over in a second. */
    static Failed refusedForNow(ProblemType type, String detail) {
        return refused(type, detail, 1);
    }

    /** The platform itself answers with this; nobody may keep it. @param more fields of the answer */
    static Outcome json(String json, FieldLines more) {
        more.add("content-type", "application/json").add("cache-control", "no-store");
        return new Found(200, more, Body.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a server told: the answer of the application, or its own decision. */
    static Outcome of(HttpResponseMessage answer) {
        ResponseEnvelope.Outcome decided = answer.envelope().outcome();
        return decided == null
                ? new Answered(answer)
                : new Failed(ProblemType.of(decided), answer.status(), ProblemType.detail(decided), 0);
    }
}
