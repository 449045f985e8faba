package io.pullway.proxy;

import io.pullway.wire.AsciiText;
import io.pullway.wire.Body;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * HTTP in: checks the request, admits it, reads its body and hands it to the {@link RequestForwarder}.
 * Every request of the proxy's port comes here. Runs on the client's event loop.
 */
final class ProxyRoute implements Handler<RoutingContext> {
    private static final int MAX_TARGET = 8 << 10;
    private static final int MAX_HEADERS = 16 << 10;

    /** Of a message, for its header section; the rest is for the body. */
    private static final int HEADER_ROOM = 64 << 10;

    private final ApiTarget api;
    private final Admission admission;
    private final Forwarding forwarding;
    private final OutcomeResponder responder;
    private final Ending ending;
    private final Telemetry telemetry;

    ProxyRoute(ApiTarget api, Admission admission, Forwarding forwarding, Ending ending, Telemetry telemetry) {
        this.api = api;
        this.admission = admission;
        this.forwarding = forwarding;
        this.responder = new OutcomeResponder(api.apiRoot(), ending);
        this.ending = ending;
        this.telemetry = telemetry;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Exchange exchange = new Exchange(request, RequestId.next(), telemetry);
        String target = api.below(request.uri());
        if (ApiTarget.isAboutTheServer(request.uri())) {
            refuse(
                    exchange,
                    Outcome.failed(ProblemType.METHOD_NOT_IMPLEMENTED, "Only resources are forwarded to services."));
        } else if (target == null) {
            refuse(
                    exchange,
                    Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "Services are reached below " + api.apiRoot() + "."));
        } else if (target.length() > MAX_TARGET) {
            refuse(exchange, Outcome.failed(ProblemType.TARGET_TOO_LONG, "A target may have at most 8192 bytes."));
        } else if (headerBytes(request) > MAX_HEADERS) {
            refuse(
                    exchange,
                    Outcome.failed(ProblemType.HEADERS_TOO_LARGE, "The header fields may have at most 16384 bytes."));
        } else if (target.startsWith(StatusQuestion.PATH)) {
            status(exchange, target);
        } else if (target.equals(Ending.READY_PATH)) {
            ending.tell(request);
            BodyReader.discard(request);
        } else {
            switch (RequestSubject.of(RequestKind.HTTP, request.method().name(), target)) {
                case RequestSubject.Refused(RequestSubject.Reason reason, String detail) ->
                    refuse(exchange, Outcome.failed(type(reason), detail));
                case RequestSubject.Mapped mapped -> {
                    exchange.isFor(mapped.resource());
                    admit(exchange, new ForwardedRequest(exchange.id(), target, mapped));
                }
            }
        }
    }

    /** What the router found no path in, such as {@code OPTIONS *}; an exception is not for this route. */
    void handleUnrouted(RoutingContext routing) {
        if (routing.failure() == null && !routing.response().ended()) {
            handle(routing);
        } else {
            routing.next();
        }
    }

    private void status(Exchange exchange, String target) {
        HttpServerRequest request = exchange.request();
        exchange.isFor(RequestMeters.PLATFORM);
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            request.response().putHeader("allow", "GET, HEAD");
            refuse(exchange, Outcome.failed(ProblemType.METHOD_NOT_ALLOWED, "A status can only be read."));
            return;
        }
        Admission.Place place = enter(exchange);
        if (place != null) {
            Runnable gone =
                    forwarding.status(request, target, (known, outcome) -> responder.respond(exchange, known, outcome));
            leaveAtEnd(exchange, place, () -> gone);
            BodyReader.discard(request);
        }
    }

    private Admission.Place enter(Exchange exchange) {
        Admission.Place place = admission.enter();
        if (place == null) {
            refuse(
                    exchange,
                    Outcome.refused(ProblemType.OVERLOADED, "The proxy has as many requests in flight as it may.", 1));
        }
        return place;
    }

    /** Also when the client goes away, whatever happens to the request then. */
    private static void leaveAtEnd(Exchange exchange, Admission.Place place, Supplier<Runnable> gone) {
        HttpServerResponse response = exchange.request().response();
        response.endHandler(end -> place.leave());
        response.closeHandler(closed -> {
            exchange.clientGone();
            place.leave();
            gone.get().run();
        });
    }

    private void admit(Exchange exchange, ForwardedRequest head) {
        HttpServerRequest request = exchange.request();
        Admission.Place place = enter(exchange);
        if (place == null) {
            return;
        }
        AtomicReference<Runnable> gone = new AtomicReference<>(() -> {});
        leaveAtEnd(exchange, place, gone::get);
        int limit = forwarding.maxPayload() - HEADER_ROOM;
        long announced = announcedLength(request);
        if (announced <= limit && expectsContinue(request)) {
            request.response().writeContinue();
        }
        new BodyReader(request, place, limit, body -> gone.set(forward(exchange, head, body)), outcome -> {
                    closeIfBodyMayNotCome(request);
                    responder.respond(exchange, head.id(), outcome);
                })
                .start(announced);
    }

    private Runnable forward(Exchange exchange, ForwardedRequest head, Body body) {
        HttpServerRequest request = exchange.request();
        return request.response().closed()
                ? () -> {}
                : forwarding.forward(exchange, head, body, (id, outcome) -> responder.respond(exchange, id, outcome));
    }

    /** A request that is not admitted: its body is read and thrown away, so that the answer is heard. */
    private void refuse(Exchange exchange, Outcome outcome) {
        HttpServerRequest request = exchange.request();
        closeIfBodyMayNotCome(request);
        responder.respond(exchange, exchange.id(), outcome);
        BodyReader.discard(request);
    }

    /**
     * A client that waits for "100 Continue" and is refused may send the body or leave it out; what follows on
     * the connection could be either (RFC 9110 section 10.1.1).
     */
    private static void closeIfBodyMayNotCome(HttpServerRequest request) {
        if (expectsContinue(request) && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("connection", "close");
        }
    }

    private static ProblemType type(RequestSubject.Reason reason) {
        return switch (reason) {
            case BAD_TARGET -> ProblemType.BAD_TARGET;
            case NO_RESOURCE -> ProblemType.NO_SUCH_RESOURCE;
            case TARGET_TOO_LONG -> ProblemType.TARGET_TOO_LONG;
            case METHOD_NOT_IMPLEMENTED -> ProblemType.METHOD_NOT_IMPLEMENTED;
        };
    }

    private static int headerBytes(HttpServerRequest request) {
        int bytes = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length() + 4;
        }
        return bytes;
    }

    private static long announcedLength(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            // The HTTP parser has refused it already; what cannot be read announces nothing.
            return -1;
        }
    }

    private static boolean expectsContinue(HttpServerRequest request) {
        String expect = request.getHeader("expect");
        return expect != null && AsciiText.lower(expect).equals("100-continue");
    }
}
