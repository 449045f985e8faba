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
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;

/** Turns outcomes into HTTP answers; the only place that does. Called on the client's event loop. */
final class OutcomeResponder {
    private static final String CONTENT_LENGTH = "content-length";

    private static final String POLL_SECONDS = "1";

    private final String apiRoot;
    private final Ending ending;

    /** @param apiRoot under which the proxy is reached */
    OutcomeResponder(String apiRoot, Ending ending) {
        this.apiRoot = apiRoot;
        this.ending = ending;
    }

    /**
     * Answers the request, unless its client has gone.
     *
     * @param id under which the platform knows the request
     */
    void respond(Exchange exchange, RequestId id, Outcome outcome) {
        HttpServerRequest request = exchange.request();
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        ending.leave(request);
        exchange.told(id, outcome);
        // So far these are the proxy's alone.
        boolean setsSession = response.headers().contains("set-cookie");
        Body body = switch (outcome) {
            case Outcome.Answered(HttpResponseMessage answer) -> answer(request, response, answer);
            case Outcome.Failed failed -> problem(response, id, failed);
            case Outcome.Accepted(String resource, RequestId accepted) ->
                accepted(response, apiRoot + StatusQuestion.path(resource, accepted));
            case Outcome.Pending(boolean started) -> pending(response, started);
            case Outcome.Streaming() -> stream(request, response);
            case Outcome.Found(int status, FieldLines fields, Body found) -> {
                fields.forEach(response.headers()::add);
                response.setStatusCode(status);
                yield found;
            }
        };
        if (setsSession) {
            keepFromCaches(response);
        }
        if (!(outcome instanceof Outcome.Streaming)) {
            end(request, body);
        }
    }

    /** Whoever listens writes, and ends it. */
    private static Body stream(HttpServerRequest request, HttpServerResponse response) {
        response.setStatusCode(200)
                .setChunked(request.version() != HttpVersion.HTTP_2)
                .putHeader("content-type", "text/event-stream")
                .putHeader("cache-control", "no-store")
                // Gateways such as nginx would wait for more otherwise.
                .putHeader("x-accel-buffering", "no");
        return null;
    }

    /** Whatever the application allows: a cache would give the session to others (RFC 9111, and RFC 9213 for CDNs). */
    private static void keepFromCaches(HttpServerResponse response) {
        response.headers()
                .set("cache-control", "private, no-store")
                .remove("cdn-cache-control")
                .remove("surrogate-control");
    }

    /** Null where an answer has none. */
    private static Body answer(HttpServerRequest request, HttpServerResponse response, HttpResponseMessage answer) {
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
        return bodiless ? null : answer.body();
    }

    /** Without a copy, for which Vert.x 4 has only this deprecated way and Vert.x 5 another. */
    @SuppressWarnings("deprecation")
    private static Buffer buffer(Body body) {
        return Buffer.buffer(Unpooled.wrappedBuffer(body.array(), body.offset(), body.length()));
    }

    private static Body problem(HttpServerResponse response, RequestId id, Outcome.Failed failed) {
        response.setStatusCode(failed.status());
        ProblemDocument.fields(failed).forEach(response::putHeader);
        return ProblemDocument.body(id, failed);
    }

    /**
     * With the body, if there is one, or its length only: over HTTP/2 Vert.x would send that of an answer to HEAD, too (RFC 9110
     * section 9.3.2).
     */
    private static void end(HttpServerRequest request, Body body) {
        HttpServerResponse response = request.response();
        int status = response.getStatusCode();
        if (body == null || status == 204 || status == 304) {
            response.end();
        } else if (request.method() == HttpMethod.HEAD) {
            response.putHeader(CONTENT_LENGTH, Integer.toString(body.length())).end();
        } else {
            response.end(buffer(body));
        }
    }

    /** RFC 7240 section 4.1; RFC 9110 section 15.3.3: where to look for the answer. */
    private static Body accepted(HttpServerResponse response, String location) {
        response.setStatusCode(202)
                .putHeader("location", location)
                .putHeader("preference-applied", "respond-async")
                .putHeader("retry-after", POLL_SECONDS)
                .putHeader("cache-control", "no-store")
                .putHeader("content-type", "application/json");
        return json(new JsonObject().put("status", "queued").put("location", location));
    }

    private static Body pending(HttpServerResponse response, boolean started) {
        response.setStatusCode(202)
                .putHeader("retry-after", POLL_SECONDS)
                .putHeader("cache-control", "no-store")
                .putHeader("content-type", "application/json");
        return json(new JsonObject().put("status", started ? "running" : "queued"));
    }

    private static Body json(JsonObject object) {
        return Body.of(object.toBuffer().getBytes());
    }
}
