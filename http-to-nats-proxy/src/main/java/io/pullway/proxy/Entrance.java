package io.pullway.proxy;

import io.pullway.proxy.identity.Caller;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Where a request is let in or refused, whatever it asks for: gives it a place until its answer has ended or its client
 * has gone, has the {@link Reception} look at it, and answers. Called on the client's event loop.
 */
final class Entrance {
    private final Reception reception;
    private final OutcomeResponder responder;

    Entrance(Reception reception, OutcomeResponder responder) {
        this.reception = reception;
        this.responder = responder;
    }

    /** What happens to a request that is let in. */
    interface Admitted {
        /** @param gone to be set to what is done when the client goes away */
        void enter(Admission.Place place, AtomicReference<Runnable> gone, Caller caller);
    }

    /** Lets a request in whose client may send what it sends. */
    void admit(Exchange exchange, Admitted admitted) {
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

    /** Lets a request in by its client's address alone, whoever he is; the body is not read. */
    void greet(Exchange exchange, Consumer<Consumer<Outcome>> admitted) {
        Admission.Place place = enter(exchange);
        if (place != null) {
            Consumer<Outcome> tell = outcome -> respond(exchange, outcome);
            leaveAtEnd(exchange, place, new AtomicReference<>(() -> {}));
            reception.greet(exchange.request(), () -> admitted.accept(tell), tell);
            BodyReader.discard(exchange.request());
        }
    }

    void respond(Exchange exchange, Outcome outcome) {
        responder.respond(exchange, exchange.id(), outcome);
    }

    /** @param known the id under which the platform knows the request */
    void respond(Exchange exchange, RequestId known, Outcome outcome) {
        responder.respond(exchange, known, outcome);
    }

    /** A request that is not admitted: its body is read and thrown away, so that the answer is heard. */
    void refuse(Exchange exchange, Outcome outcome) {
        closeIfBodyMayNotCome(exchange.request());
        respond(exchange, outcome);
        BodyReader.discard(exchange.request());
    }

    void refuseMethod(Exchange exchange, String allowed, String detail) {
        exchange.request().response().putHeader("allow", allowed);
        refuse(exchange, Outcome.failed(ProblemType.METHOD_NOT_ALLOWED, detail));
    }

    /** Whether the request only reads; else it is refused. */
    boolean isReading(Exchange exchange) {
        HttpMethod method = exchange.request().method();
        boolean reading = method == HttpMethod.GET || method == HttpMethod.HEAD;
        if (!reading) {
            refuseMethod(exchange, "GET, HEAD", "This can only be read.");
        }
        return reading;
    }

    /**
     * A client that waits for "100 Continue" and is refused may send the body or leave it out; what follows on
     * the connection could be either (RFC 9110 section 10.1.1).
     */
    static void closeIfBodyMayNotCome(HttpServerRequest request) {
        if (RequestHead.expectsContinue(request) && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader("connection", "close");
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
}
