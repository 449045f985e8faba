package io.pullway.proxy;

import io.pullway.proxy.identity.Caller;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Consumer;

/**
 * The platform's own paths, below {@code /-/} of the API root: which of them a request is for, and with which methods.
 * Called on the client's event loop.
 */
final class PlatformRoute {
    private final Entrance entrance;
    private final Forwarding forwarding;
    private final Paths paths;
    private final Ending ending;

    /** @param signIn null if browsers do not sign in here */
    record Paths(
            DescriptionPaths descriptions,
            EventsPath events,
            PlatformView view,
            LetterPaths letters,
            SignInPaths signIn) {}

    PlatformRoute(Entrance entrance, Forwarding forwarding, Paths paths, Ending ending) {
        this.entrance = entrance;
        this.forwarding = forwarding;
        this.paths = paths;
        this.ending = ending;
    }

    /**
     * Answers the request, at once or later, if it is for one of these paths.
     *
     * @param target below the API root
     * @return whether it is
     */
    boolean handle(RoutingContext routing, Exchange exchange, String target) {
        if (target.equals(Ending.READY_PATH)) {
            // Asked every moment by gateways: not counted, and answered also when there is no place.
            ending.tell(exchange.request());
            BodyReader.discard(exchange.request());
        } else if (target.startsWith(StatusQuestion.PATH)) {
            exchange.isFor(RequestMeters.PLATFORM);
            status(exchange, target);
        } else if (EventsPath.takes(target)) {
            exchange.isFor(RequestMeters.PLATFORM);
            listen(exchange, (caller, tell) -> paths.events().open(exchange.request(), caller, routing.vertx(), tell));
        } else if (PlatformView.takes(target)) {
            exchange.isFor(RequestMeters.PLATFORM);
            listen(exchange, (caller, tell) -> paths.view().open(exchange.request(), routing.vertx(), caller, tell));
        } else if (LetterPaths.takes(target)) {
            exchange.isFor(RequestMeters.PLATFORM);
            letters(exchange, target);
        } else if (DescriptionPaths.takes(target)) {
            exchange.isFor(RequestMeters.PLATFORM);
            describe(routing, exchange, target);
        } else if (SignInPaths.takes(target)) {
            exchange.isFor(RequestMeters.PLATFORM);
            signIn(exchange, target);
        } else {
            return false;
        }
        return true;
    }

    private void status(Exchange exchange, String target) {
        HttpServerRequest request = exchange.request();
        if (entrance.isReading(exchange)) {
            entrance.admit(exchange, (place, gone, caller) -> {
                gone.set(forwarding.status(
                        request, target, caller, (known, outcome) -> entrance.respond(exchange, known, outcome)));
                BodyReader.discard(request);
            });
        }
    }

    /** Opens an answer without an end. */
    private interface Opener {
        /** @param tell what the client is told, once @return what is done when the client goes away */
        Runnable open(Caller caller, Consumer<Outcome> tell);
    }

    private void listen(Exchange exchange, Opener opener) {
        HttpServerRequest request = exchange.request();
        if (request.method() != HttpMethod.GET) {
            entrance.refuseMethod(exchange, "GET", "Events can only be read.");
            return;
        }
        entrance.admit(exchange, (place, gone, caller) -> {
            gone.set(opener.open(caller, outcome -> {
                // Whoever listens is counted by himself.
                place.leave();
                entrance.respond(exchange, outcome);
            }));
            BodyReader.discard(request);
        });
    }

    private void letters(Exchange exchange, String target) {
        HttpServerRequest request = exchange.request();
        String methods = LetterPaths.methods(target);
        if (!List.of(methods.split(", ")).contains(request.method().name())) {
            entrance.refuseMethod(exchange, methods, "This is for " + methods + ".");
            return;
        }
        entrance.admit(exchange, (place, gone, caller) -> {
            paths.letters().answer(request, target, caller, outcome -> entrance.respond(exchange, outcome));
            BodyReader.discard(request);
        });
    }

    private void describe(RoutingContext routing, Exchange exchange, String target) {
        if (entrance.isReading(exchange)) {
            entrance.admit(exchange, (place, gone, caller) -> {
                paths.descriptions().read(routing, target, outcome -> entrance.respond(exchange, outcome));
                BodyReader.discard(exchange.request());
            });
        }
    }

    private void signIn(Exchange exchange, String target) {
        HttpServerRequest request = exchange.request();
        if (paths.signIn() == null) {
            entrance.refuse(exchange, SignInPaths.absent());
        } else if (SignInPaths.changes(target) && request.method() != HttpMethod.POST) {
            entrance.refuseMethod(exchange, "POST", "This is a POST.");
        } else if (SignInPaths.changes(target) || entrance.isReading(exchange)) {
            entrance.greet(exchange, tell -> paths.signIn().answer(request, target, tell));
        }
    }
}
