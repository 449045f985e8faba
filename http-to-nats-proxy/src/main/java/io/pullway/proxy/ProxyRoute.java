package io.pullway.proxy;

import io.pullway.proxy.identity.Caller;
import io.pullway.wire.AsciiText;
import io.pullway.wire.Body;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * HTTP in: checks the request, admits it, reads its body and hands it to the {@link RequestForwarder}.
 * Every request of the proxy's port comes here. Runs on the client's event loop.
 */
final class ProxyRoute implements Handler<RoutingContext> {
    private static final int MAX_TARGET = 8 << 10;
    private static final int MAX_HEADERS = 16 << 10;

    /** Of a message, for its header section; the rest is for the body. */
    private static final int HEADER_ROOM = 64 << 10;

    private static final String FORWARDED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private final ApiTarget api;
    private final Reception reception;
    private final Forwarding forwarding;
    private final ApiRoute apis;
    private final OutcomeResponder responder;
    private final Ending ending;

    ProxyRoute(ApiTarget api, Reception reception, Forwarding forwarding, ApiRoute apis, Ending ending) {
        this.api = api;
        this.reception = reception;
        this.forwarding = forwarding;
        this.apis = apis;
        this.responder = new OutcomeResponder(api.apiRoot(), ending);
        this.ending = ending;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        RequestId id = RequestId.next();
        String target = api.below(request.uri());
        if (ApiTarget.isAboutTheServer(request.uri())) {
            refuse(
                    request,
                    id,
                    Outcome.failed(ProblemType.METHOD_NOT_IMPLEMENTED, "Only resources are forwarded to services."));
        } else if (target == null) {
            refuse(
                    request,
                    id,
                    Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "Services are reached below " + api.apiRoot() + "."));
        } else if (target.length() > MAX_TARGET) {
            refuse(request, id, Outcome.failed(ProblemType.TARGET_TOO_LONG, "A target may have at most 8192 bytes."));
        } else if (headerBytes(request) > MAX_HEADERS) {
            refuse(
                    request,
                    id,
                    Outcome.failed(ProblemType.HEADERS_TOO_LARGE, "The header fields may have at most 16384 bytes."));
        } else if (target.startsWith(StatusQuestion.PATH)) {
            status(request, id, target);
        } else if (target.equals(Ending.READY_PATH)) {
            ending.tell(request);
            BodyReader.discard(request);
        } else if (ApiRoute.takes(target)) {
            describe(routing, id, target);
        } else if (request.method() == HttpMethod.TRACE) {
            // Known, and allowed nowhere (RFC 9110 sections 9.3.8 and 15.5.6): it would show what gateways add.
            refuseMethod(request, id, FORWARDED_METHODS, "TRACE is not forwarded to services.");
        } else {
            switch (RequestSubject.of(RequestKind.HTTP, request.method().name(), target)) {
                case RequestSubject.Refused(RequestSubject.Reason reason, String detail) ->
                    refuse(request, id, Outcome.failed(type(reason), detail));
                case RequestSubject.Mapped mapped ->
                    admit(
                            request,
                            id,
                            (place, gone, caller) ->
                                    read(request, new ForwardedRequest(id, target, mapped, caller), place, gone));
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

    private void status(HttpServerRequest request, RequestId id, String target) {
        if (isReading(request, id)) {
            admit(request, id, (place, gone, caller) -> {
                gone.set(forwarding.status(
                        request, target, caller, (known, outcome) -> responder.respond(request, known, outcome)));
                BodyReader.discard(request);
            });
        }
    }

    private void describe(RoutingContext routing, RequestId id, String target) {
        HttpServerRequest request = routing.request();
        Admission.Place place = isReading(request, id) ? enter(request, id) : null;
        if (place != null) {
            leaveAtEnd(request, place, new AtomicReference<>(() -> {}));
            ending.leave(request);
            if (apis.handle(routing, target)) {
                BodyReader.discard(request);
            } else {
                refuse(request, id, Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "The page has no such file."));
            }
        }
    }

    /** Else the request is refused. */
    private boolean isReading(HttpServerRequest request, RequestId id) {
        boolean reading = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        if (!reading) {
            refuseMethod(request, id, "GET, HEAD", "This can only be read.");
        }
        return reading;
    }

    private void refuseMethod(HttpServerRequest request, RequestId id, String allowed, String detail) {
        request.response().putHeader("allow", allowed);
        refuse(request, id, Outcome.failed(ProblemType.METHOD_NOT_ALLOWED, detail));
    }

    /** What happens to a request that is let in. */
    private interface Admitted {
        /** @param gone to be set to what is done when the client goes away */
        void enter(Admission.Place place, AtomicReference<Runnable> gone, Caller caller);
    }

    private void admit(HttpServerRequest request, RequestId id, Admitted admitted) {
        Admission.Place place = enter(request, id);
        if (place != null) {
            AtomicReference<Runnable> gone = new AtomicReference<>(() -> {});
            leaveAtEnd(request, place, gone);
            reception.receive(
                    request, caller -> admitted.enter(place, gone, caller), refusal -> refuse(request, id, refusal));
        }
    }

    private Admission.Place enter(HttpServerRequest request, RequestId id) {
        Admission.Place place = reception.place();
        if (place == null) {
            refuse(
                    request,
                    id,
                    Outcome.refused(ProblemType.OVERLOADED, "The proxy has as many requests in flight as it may.", 1));
        }
        return place;
    }

    /** Also when the client goes away, whatever happens to the request then. */
    private static void leaveAtEnd(HttpServerRequest request, Admission.Place place, AtomicReference<Runnable> gone) {
        request.response().endHandler(end -> place.leave());
        request.response().closeHandler(closed -> {
            place.leave();
            gone.get().run();
        });
    }

    private void read(
            HttpServerRequest request, ForwardedRequest head, Admission.Place place, AtomicReference<Runnable> gone) {
        int limit = forwarding.maxPayload() - HEADER_ROOM;
        long announced = announcedLength(request);
        if (announced <= limit && expectsContinue(request)) {
            request.response().writeContinue();
        }
        new BodyReader(request, place, limit, body -> gone.set(forward(request, head, body)), outcome -> {
                    closeIfBodyMayNotCome(request);
                    responder.respond(request, head.id(), outcome);
                })
                .start(announced);
    }

    private Runnable forward(HttpServerRequest request, ForwardedRequest head, Body body) {
        return request.response().closed()
                ? () -> {}
                : forwarding.forward(request, head, body, (id, outcome) -> responder.respond(request, id, outcome));
    }

    /** A request that is not admitted: its body is read and thrown away, so that the answer is heard. */
    private void refuse(HttpServerRequest request, RequestId id, Outcome outcome) {
        closeIfBodyMayNotCome(request);
        responder.respond(request, id, outcome);
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
