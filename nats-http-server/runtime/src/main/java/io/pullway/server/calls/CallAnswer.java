package io.pullway.server.calls;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.Figures;
import io.pullway.wire.ForwardableFields;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.ResponseEnvelope;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * What a call is answered: by the other service, or by the platform with the problem that a proxy would tell.
 *
 * @param outcome as the label of figures: one of few values
 */
record CallAnswer(int status, FieldLines fields, Body body, String outcome) {
    private static final int RETRY_SECONDS = 1;

    static CallAnswer of(HttpResponseMessage answer) {
        ResponseEnvelope.Outcome decided = answer.envelope().outcome();
        if (decided != null) {
            return problem(
                    ProblemType.of(decided),
                    answer.status(),
                    answer.envelope().requestId(),
                    ProblemType.detail(decided),
                    0);
        }
        FieldLines fields = new FieldLines(answer.fields().size());
        answer.fields().forEach((name, value) -> {
            if (ForwardableFields.reachesClient(name)) {
                fields.add(name, value);
            }
        });
        return new CallAnswer(answer.status(), fields, answer.body(), Figures.answered(answer.status()));
    }

    static CallAnswer problem(ProblemType type, RequestId id, String detail) {
        return problem(type, type.status(), id, detail, 0);
    }

    /** Nothing was stored: the call may be made again soon, whatever its method. */
    static CallAnswer refusedForNow(ProblemType type, RequestId id, String detail) {
        return problem(type, type.status(), id, detail, RETRY_SECONDS);
    }

    /** It is none that can be forwarded. */
    static CallAnswer refused(RequestId id, RequestSubject.Refused refused) {
        return problem(ProblemType.of(refused.reason()), id, refused.detail());
    }

    private static CallAnswer problem(
            ProblemType type, int status, RequestId id, String detail, int retryAfterSeconds) {
        FieldLines fields = new FieldLines().add("content-type", "application/problem+json");
        if (retryAfterSeconds > 0) {
            fields.add("retry-after", Integer.toString(retryAfterSeconds));
        }
        String problem = new JsonObject()
                .put("type", type.uri())
                .put("title", type.title())
                .put("status", status)
                .put("detail", detail)
                .put("instance", "urn:uuid:" + id.text())
                .encode();
        return new CallAnswer(status, fields, Body.of(problem.getBytes(StandardCharsets.UTF_8)), type.token());
    }
}
