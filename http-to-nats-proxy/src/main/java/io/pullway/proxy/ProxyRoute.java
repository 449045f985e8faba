package io.pullway.proxy;

import io.pullway.proxy.identity.Caller;
import io.pullway.wire.Body;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * HTTP in: checks the request, admits it, reads its body and hands it to the {@link RequestForwarder}.
 * Every request of the proxy's port comes here. Runs on the client's event loop.
 */
final class ProxyRoute implements Handler<RoutingContext> {
    private static final int MAX_TARGET = 8 << 10;
    private static final int MAX_HEADERS = 16 << 10;

    /** Of a message, for its header section; the rest is for the body. */
    private static final int HEADER_ROOM = 64 << 10;

    /** Known, and allowed nowhere (RFC 9110 section 15.5.6). TRACE would show what gateways add (section 9.3.8). */
    private static final Set<String> REFUSED_METHODS = Set.of("TRACE", "QUERY");

    private static final String FORWARDED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private final ApiTarget api;
    private final Reception reception;
    private final Forwarding forwarding;
    private final PlatformPaths platform;
    private final OutcomeResponder responder;
    private final Telemetry telemetry;

    ProxyRoute(ApiTarget api, Reception reception, Forwarding forwarding, PlatformPaths platform, Telemetry telemetry) {
        this.api = api;
        this.reception = reception;
        this.forwarding = forwarding;
        this.platform = platform;
        this.responder = new OutcomeResponder(api.apiRoot(), platform.ending());
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
        } else if (RequestHead.bytes(request) > MAX_HEADERS) {
            refuse(
                    exchange,
                    Outcome.failed(ProblemType.HEADERS_TOO_LARGE, "The header fields may have at most 16384 bytes."));
        } else if (target.startsWith(StatusQuestion.PATH)) {
            status(exchange, target);
        } else if (target.equals(Ending.READY_PATH)) {
            platform.ending().tell(request);
            BodyReader.discard(request);
        } else if (EventsPath.takes(target)) {
            listen(routing, exchange);
        } else if (PlatformPaths.takes(target)) {
            describe(routing, exchange, target);
        } else if (SignInPaths.takes(target)) {
            signIn(exchange, target);
        } else if (REFUSED_METHODS.contains(request.method().name())) {
            refuseMethod(exchange, FORWARDED_METHODS, request.method().name() + " is not forwarded to services.");
        } else {
            switch (RequestSubject.of(RequestKind.HTTP, request.method().name(), target)) {
                case RequestSubject.Refused(RequestSubject.Reason reason, String detail) ->
                    refuse(exchange, Outcome.failed(type(reason), detail));
                case RequestSubject.Mapped mapped -> {
                    exchange.isFor(mapped.resource());
                    admit(
                            exchange,
                            (place, gone, caller) -> read(
                                    exchange,
                                    new ForwardedRequest(exchange.id(), target, mapped, caller),
                                    place,
                                    gone));
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
        if (isReading(exchange)) {
            admit(exchange, (place, gone, caller) -> {
                gone.set(forwarding.status(
                        request, target, caller, (known, outcome) -> responder.respond(exchange, known, outcome)));
                BodyReader.discard(request);
            });
        }
    }

    private void listen(RoutingContext routing, Exchange exchange) {
        HttpServerRequest request = exchange.request();
        exchange.isFor(RequestMeters.PLATFORM);
        if (request.method() != HttpMethod.GET) {
            refuseMethod(exchange, "GET", "Events can only be read.");
            return;
        }
        admit(exchange, (place, gone, caller) -> {
            gone.set(platform.events().open(request, routing.vertx(), outcome -> {
                // Whoever listens is counted by himself.
                place.leave();
                responder.respond(exchange, exchange.id(), outcome);
            }));
            BodyReader.discard(request);
        });
    }

    private void describe(RoutingContext routing, Exchange exchange, String target) {
        exchange.isFor(RequestMeters.PLATFORM);
        if (isReading(exchange)) {
            admit(exchange, (place, gone, caller) -> {
                platform.read(routing, target, outcome -> responder.respond(exchange, exchange.id(), outcome));
                BodyReader.discard(exchange.request());
            });
        }
    }

    private void signIn(Exchange exchange, String target) {
        HttpServerRequest request = exchange.request();
        exchange.isFor(RequestMeters.PLATFORM);
        if (platform.signIn() == null) {
            refuse(exchange, SignInPaths.absent());
        } else if (SignInPaths.changes(target) && request.method() != HttpMethod.POST) {
            refuseMethod(exchange, "POST", "This is a POST.");
        } else if (SignInPaths.changes(target) || isReading(exchange)) {
            Admission.Place place = enter(exchange);
            if (place != null) {
                Consumer<Outcome> tell = outcome -> responder.respond(exchange, exchange.id(), outcome);
                leaveAtEnd(exchange, place, new AtomicReference<>(() -> {}));
                reception.greet(request, () -> platform.signIn().answer(request, target, tell), tell);
                BodyReader.discard(request);
            }
        }
    }

    /** Else the request is refused. */
    private boolean isReading(Exchange exchange) {
        HttpMethod method = exchange.request().method();
        boolean reading = method == HttpMethod.GET || method == HttpMethod.HEAD;
        if (!reading) {
            refuseMethod(exchange, "GET, HEAD", "This can only be read.");
        }
        return reading;
    }

    private void refuseMethod(Exchange exchange, String allowed, String detail) {
        exchange.request().response().putHeader("allow", allowed);
        refuse(exchange, Outcome.failed(ProblemType.METHOD_NOT_ALLOWED, detail));
    }

    /** What happens to a request that is let in. */
    private interface Admitted {
        /** @param gone to be set to what is done when the client goes away */
        void enter(Admission.Place place, AtomicReference<Runnable> gone, Caller caller);
    }

    private void admit(Exchange exchange, Admitted admitted) {
        Admission.Place place = enter(exchange);
        if (place != null) {
            AtomicReference<Runnable> gone = new AtomicReference<>(() -> {});
            leaveAtEnd(exchange, place, gone);
            reception.receive(
                    exchange.request(),
                    caller -> admitted.enter(place, gone, caller),
                    refusal -> refuse(exchange, refusal));
        }
    }

    private Admission.Place enter(Exchange exchange) {
        Admission.Place place = reception.place();
        if (place == null) {
            refuse(
                    exchange,
                    Outcome.refused(ProblemType.OVERLOADED, "The proxy has as many requests in flight as it may.", 1));
        }
        return place;
    }

    /** Also when the client goes away, whatever happens to the request then. */
    private static void leaveAtEnd(Exchange exchange, Admission.Place place, AtomicReference<Runnable> gone) {
        HttpServerResponse response = exchange.request().response();
        response.endHandler(end -> place.leave());
        response.closeHandler(closed -> {
            exchange.clientGone();
            place.leave();
            gone.get().run();
        });
    }

    private void read(Exchange exchange, ForwardedRequest head, Admission.Place place, AtomicReference<Runnable> gone) {
        HttpServerRequest request = exchange.request();
        int limit = forwarding.maxPayload() - HEADER_ROOM;
        long announced = RequestHead.announcedLength(request);
        if (announced <= limit && RequestHead.expectsContinue(request)) {
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
        if (RequestHead.expectsContinue(request) && request.version() != HttpVersion.HTTP_2) {
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
}
