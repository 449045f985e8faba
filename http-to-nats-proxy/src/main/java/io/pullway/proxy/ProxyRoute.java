package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.wire.AsciiText;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ForwardableFields;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;

/**
 * HTTP in: checks the request, admits it, reads its body and hands it to the {@link RequestForwarder}.
 * Every request of the proxy's port comes here. Runs on the client's event loop.
 */
final class ProxyRoute implements Handler<RoutingContext> {
    private static final int MAX_TARGET = 8 << 10;
    private static final int MAX_HEADERS = 16 << 10;

    /** Of a message, for its header section; the rest is for the body. */
    private static final int HEADER_ROOM = 64 << 10;

    private final String apiRoot;
    private final Duration budget;
    private final Admission admission;
    private final ForwardedFields forwardedFields;
    private final RequestForwarder forwarder;

    ProxyRoute(
            String apiRoot,
            Duration budget,
            Admission admission,
            ForwardedFields forwardedFields,
            RequestForwarder forwarder) {
        this.apiRoot = apiRoot;
        this.budget = budget;
        this.admission = admission;
        this.forwardedFields = forwardedFields;
        this.forwarder = forwarder;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        RequestId id = RequestId.next();
        String target = targetBelowRoot(request.uri());
        if (isAboutTheServer(request.uri())) {
            refuse(
                    request,
                    id,
                    Outcome.failed(ProblemType.METHOD_NOT_IMPLEMENTED, "Only resources are forwarded to services."));
        } else if (target == null) {
            refuse(
                    request,
                    id,
                    Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "Services are reached below " + apiRoot + "."));
        } else if (target.length() > MAX_TARGET) {
            refuse(request, id, Outcome.failed(ProblemType.TARGET_TOO_LONG, "A target may have at most 8192 bytes."));
        } else if (headerBytes(request) > MAX_HEADERS) {
            refuse(
                    request,
                    id,
                    Outcome.failed(ProblemType.HEADERS_TOO_LARGE, "The header fields may have at most 16384 bytes."));
        } else {
            switch (RequestSubject.of(RequestKind.HTTP, request.method().name(), target)) {
                case RequestSubject.Refused(RequestSubject.Reason reason, String detail) ->
                    refuse(request, id, Outcome.failed(type(reason), detail));
                case RequestSubject.Mapped mapped -> admit(request, new Exchange(id, target, mapped));
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

    /** What is known of a request before its body is. */
    private record Exchange(RequestId id, String target, RequestSubject.Mapped mapped) {}

    private void admit(HttpServerRequest request, Exchange exchange) {
        Admission.Place place = admission.enter();
        if (place == null) {
            refuse(
                    request,
                    exchange.id(),
                    Outcome.refused(ProblemType.OVERLOADED, "The proxy has as many requests in flight as it may.", 1));
            return;
        }
        // Also when the client goes away, whatever happens to the request then.
        request.response().endHandler(end -> place.leave());
        request.response().closeHandler(closed -> {
            place.leave();
            forwarder.forget(exchange.id());
        });
        int limit = forwarder.port().maxPayload() - HEADER_ROOM;
        long announced = announcedLength(request);
        if (announced <= limit && expectsContinue(request)) {
            request.response().writeContinue();
        }
        new BodyReader(request, place, limit, body -> forward(request, exchange, body), outcome -> {
                    closeIfBodyMayNotCome(request);
                    OutcomeResponder.respond(request, exchange.id(), outcome);
                })
                .start(announced);
    }

    private void forward(HttpServerRequest request, Exchange exchange, Body body) {
        if (request.response().closed()) {
            return;
        }
        FieldLines fields = ForwardableFields.ofRequest(request.headers());
        forwardedFields.addTo(fields, request);
        RequestEnvelope envelope = new RequestEnvelope(
                exchange.id(),
                forwarder.port().replyTo(exchange.mapped().resource(), exchange.id()),
                Preferences.budget(request.headers(), budget).toMillis(),
                0);
        HttpRequestMessage message =
                new HttpRequestMessage(envelope, request.method().name(), exchange.target(), fields, body);
        try {
            forwarder.forward(new PendingRequest(
                    exchange.mapped().subject(),
                    exchange.mapped().resource(),
                    message,
                    message.encode(),
                    client(request, exchange.id())));
        } catch (MalformedMessageException e) {
            OutcomeResponder.respond(
                    request,
                    exchange.id(),
                    Outcome.failed(ProblemType.BAD_REQUEST, "A field or the target holds " + e.getMessage() + "."));
        }
    }

    private static PendingRequest.Client client(HttpServerRequest request, RequestId id) {
        SingleThreadEventLoop loop =
                (SingleThreadEventLoop) ((ContextInternal) Vertx.currentContext()).nettyEventLoop();
        return new PendingRequest.Client(loop, outcome -> OutcomeResponder.respond(request, id, outcome));
    }

    /** A request that is not admitted: its body is read and thrown away, so that the answer is heard. */
    private static void refuse(HttpServerRequest request, RequestId id, Outcome outcome) {
        closeIfBodyMayNotCome(request);
        OutcomeResponder.respond(request, id, outcome);
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

    /** Asterisk and authority form (RFC 9112 sections 3.2.3 and 3.2.4): OPTIONS and CONNECT. */
    private static boolean isAboutTheServer(String uri) {
        return !uri.startsWith("/") && !uri.contains("://");
    }

    /** Origin form below the API root, or null. The absolute form (RFC 9112 section 3.2.2) is cut to it. */
    private String targetBelowRoot(String uri) {
        String path = uri;
        int scheme = uri.indexOf("://");
        if (scheme > 0 && !uri.startsWith("/")) {
            int slash = uri.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : uri.substring(slash);
        }
        if (!path.startsWith(apiRoot)) {
            return null;
        }
        String below = path.substring(apiRoot.length());
        if (below.isEmpty() || below.charAt(0) == '?') {
            return "/" + below;
        }
        return below.charAt(0) == '/' ? below : null;
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
