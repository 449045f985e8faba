package io.pullway.proxy;

import io.netty.buffer.Unpooled;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ForwardableFields;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.RequestId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Turns outcomes into HTTP answers; the only place that does. Called on the client's event loop. */
final class OutcomeResponder {
    private static final String CONTENT_LENGTH = "content-length";

    private OutcomeResponder() {}

    /** Answers the request, unless its client has gone. */
    static void respond(HttpServerRequest request, RequestId id, Outcome outcome) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        switch (outcome) {
            case Outcome.Answered(HttpResponseMessage answer) -> answer(request, response, answer);
            case Outcome.Failed failed -> problem(response, id, failed);
        }
    }

    private static void answer(HttpServerRequest request, HttpServerResponse response, HttpResponseMessage answer) {
        boolean head = request.method() == HttpMethod.HEAD;
        boolean bodiless = head || answer.status() == 204 || answer.status() == 304;
        response.setStatusCode(answer.status());
        FieldLines fields = answer.fields();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i);
            // Without a body it is information (RFC 9110 section 8.6); with one, its length speaks.
            boolean length = name.equals(CONTENT_LENGTH);
            if (length ? bodiless && answer.status() != 204 : ForwardableFields.reachesClient(name)) {
                response.headers().add(name, fields.value(i));
            }
        }
        if (bodiless) {
            response.end();
        } else {
            response.end(buffer(answer.body()));
        }
    }

    /** Without a copy, for which Vert.x 4 has only this deprecated way and Vert.x 5 another. */
    @SuppressWarnings("deprecation")
    private static Buffer buffer(Body body) {
        return Buffer.buffer(Unpooled.wrappedBuffer(body.array(), body.offset(), body.length()));
    }

    private static void problem(HttpServerResponse response, RequestId id, Outcome.Failed failed) {
        ProblemType type = failed.type();
        String problem = new JsonObject()
                .put("type", type.uri())
                .put("title", type.title())
                .put("status", failed.status())
                .put("detail", failed.detail())
                .put("instance", "urn:uuid:" + id.text())
                .encode();
        response.setStatusCode(failed.status())
                .putHeader("content-type", "application/problem+json")
                .putHeader("cache-control", "no-store")
                .putHeader("proxy-status", "pullway; error=" + type.proxyError());
        if (failed.retryAfterSeconds() > 0) {
            response.putHeader("retry-after", Integer.toString(failed.retryAfterSeconds()));
        }
        response.end(problem);
    }
}
