package io.pullway.proxy;

import io.pullway.wire.Body;
import io.pullway.wire.NatsHeaders;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * HTTP in: checks the request, admits it, reads its body and hands it on, to be forwarded to a service; what is for
 * the platform itself goes to the {@link PlatformRoute}. Every request of the proxy's port comes here. Runs on the client's event loop.
 */
final class ProxyRoute implements Handler<RoutingContext> {
    private static final int MAX_TARGET = 8 << 10;
    private static final int MAX_HEADERS = 16 << 10;

    /** Known, and allowed nowhere (RFC 9110 section 15.5.6). TRACE would show what gateways add (section 9.3.8). */
    private static final Set<String> REFUSED_METHODS = Set.of("TRACE", "QUERY");

    private static final String FORWARDED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private final ApiTarget api;
    private final Entrance entrance;
    private final Forwarding forwarding;
    private final PlatformRoute platform;
    private final Telemetry telemetry;

    ProxyRoute(ApiTarget api, Entrance entrance, Forwarding forwarding, PlatformRoute platform, Telemetry telemetry) {
        this.api = api;
        this.entrance = entrance;
        this.forwarding = forwarding;
        this.platform = platform;
        this.telemetry = telemetry;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Exchange exchange = new Exchange(request, RequestId.next(), telemetry);
        String target = api.below(request.uri());
        Outcome refusal = refusal(request, target);
        if (refusal != null) {
            entrance.refuse(exchange, refusal);
        } else if (!platform.handle(routing, exchange, target)) {
            forward(exchange, target);
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

    /** Null for a request that may be looked at. @param target null if it is not below the API root */
    private Outcome refusal(HttpServerRequest request, String target) {
        if (ApiTarget.isAboutTheServer(request.uri())) {
            return Outcome.failed(ProblemType.METHOD_NOT_IMPLEMENTED, "Only resources are forwarded to services.");
        }
        if (target == null) {
            return Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "Services are reached below " + api.apiRoot() + ".");
        }
        if (target.length() > MAX_TARGET) {
            return Outcome.failed(ProblemType.TARGET_TOO_LONG, "A target may have at most 8192 bytes.");
        }
        if (RequestHead.bytes(request) > MAX_HEADERS) {
            return Outcome.failed(ProblemType.HEADERS_TOO_LARGE, "The header fields may have at most 16384 bytes.");
        }
        return null;
    }

    private void forward(Exchange exchange, String target) {
        String method = exchange.request().method().name();
        if (REFUSED_METHODS.contains(method)) {
            entrance.refuseMethod(exchange, FORWARDED_METHODS, method + " is not forwarded to services.");
            return;
        }
        switch (RequestSubject.of(RequestKind.HTTP, method, target)) {
            case RequestSubject.Refused(RequestSubject.Reason reason, String detail) ->
                entrance.refuse(exchange, Outcome.failed(ProblemType.of(reason), detail));
            case RequestSubject.Mapped mapped -> {
                exchange.isFor(mapped.resource());
                entrance.admit(
                        exchange,
                        (place, gone, caller) -> read(
                                exchange, new ForwardedRequest(exchange.id(), target, mapped, caller), place, gone));
            }
        }
    }

    private void read(Exchange exchange, ForwardedRequest head, Admission.Place place, AtomicReference<Runnable> gone) {
        HttpServerRequest request = exchange.request();
        int limit = forwarding.maxPayload() - NatsHeaders.ROOM;
        long announced = RequestHead.announcedLength(request);
        if (announced <= limit && RequestHead.expectsContinue(request)) {
            request.response().writeContinue();
        }
        new BodyReader(request, place, limit, body -> gone.set(forward(exchange, head, body)), outcome -> {
                    Entrance.closeIfBodyMayNotCome(request);
                    entrance.respond(exchange, head.id(), outcome);
                })
                .start(announced);
    }

    private Runnable forward(Exchange exchange, ForwardedRequest head, Body body) {
        HttpServerRequest request = exchange.request();
        return request.response().closed()
                ? () -> {}
                : forwarding.forward(exchange, head, body, (id, outcome) -> entrance.respond(exchange, id, outcome));
    }
}
