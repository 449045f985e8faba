package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ProblemType;
import io.pullway.wire.letters.EventRedrive;
import io.pullway.wire.letters.LetterException;
import io.pullway.wire.letters.Redrive;
import io.pullway.wire.letters.StoredLetter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.CompletionException;

/**
 * Those who may tell the events of dead letters again: the services that own them. A proxy may not, and asks them to, by an
 * ordinary request with the token of the administrator, which the service looks at itself.
 */
final class EventOwners {
    private static final String AUTHORIZATION = "authorization";

    private final ServiceQuestions questions;
    private final ForwardedFields forwardedFields;

    EventOwners(ServiceQuestions questions, ForwardedFields forwardedFields) {
        this.questions = questions;
        this.forwardedFields = forwardedFields;
    }

    /** What became of it. */
    sealed interface Answer {
        /** The event stands in its stream again. */
        record Told(Redrive.Result result) implements Answer {}

        /** It does not, or nobody knows. */
        record NotTold(Outcome outcome) implements Answer {}
    }

    /**
     * In whose name a service is asked.
     *
     * @param fields of the request to it
     */
    record Asker(FieldLines fields, SingleThreadEventLoop loop) {}

    /** Who sent a request: called on the client's event loop. */
    Asker asker(HttpServerRequest request) {
        FieldLines fields = new FieldLines();
        request.headers().getAll(AUTHORIZATION).forEach(value -> fields.add(AUTHORIZATION, value));
        forwardedFields.addTo(fields, request);
        return new Asker(fields, (SingleThreadEventLoop) ((ContextInternal) Vertx.currentContext()).nettyEventLoop());
    }

    /**
     * Blocks until it is known what became of it, for half a minute at most. Asked again soon, the event is told once.
     *
     * @throws LetterException if no service could tell what is in the letter
     */
    Answer tellAgain(StoredLetter letter, Asker asker) throws LetterException {
        EventRedrive redrive = EventRedrive.of(letter);
        try {
            return answer(
                    redrive,
                    questions
                            .put(redrive.target(), asker.fields(), asker.loop())
                            .join());
        } catch (CompletionException e) {
            return notTold(ProblemType.BAD_REQUEST, "A field cannot be forwarded.");
        }
    }

    private static Answer answer(EventRedrive redrive, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(HttpResponseMessage answer)
            when answer.status() / 100 == 2 ->
                new Answer.Told(Redrive.Result.toldAgain(
                        redrive.id(), answer.status(), answer.envelope().servedBy()));
            case Outcome.Answered(HttpResponseMessage answer) -> refused(redrive, answer.status());
            case Outcome.Failed failed
            when failed.type() == ProblemType.NO_SUCH_RESOURCE ->
                byOperator(redrive, "no service has " + redrive.resource() + " any more");
            default -> new Answer.NotTold(outcome);
        };
    }

    /** What the service's answer means for the letter ({@code docs/events.md}). */
    private static Answer refused(EventRedrive redrive, int status) {
        return switch (status) {
            case 401 -> new Answer.NotTold(Reception.unauthorized("The service does not take this token."));
            case 403 -> notTold(ProblemType.FORBIDDEN, "To the service, the token is none of the group admin.");
            case 404, 405 -> byOperator(redrive, "its service does not tell events again");
            case 409 -> byOperator(redrive, "its service has not told it, or its stream is another one by now");
            case 410 -> byOperator(redrive, "the stream has dropped it, so that its service cannot look at it");
            case 503 ->
                new Answer.NotTold(Outcome.refusedForNow(
                        ProblemType.NOT_ACCEPTED,
                        "The service cannot reach its events at the moment. Nothing was told."));
            default ->
                notTold(
                        ProblemType.OUTCOME_UNKNOWN,
                        "The service answered " + status + ". It may have told the event again, or not.");
        };
    }

    private static Answer byOperator(EventRedrive redrive, String why) {
        return notTold(
                ProblemType.NOT_REDRIVABLE,
                "The event was not told again: " + why
                        + ". An operator can, who has looked at it: pullway dead-letters redrive " + redrive.letter());
    }

    private static Answer notTold(ProblemType type, String detail) {
        return new Answer.NotTold(Outcome.failed(type, detail));
    }
}
