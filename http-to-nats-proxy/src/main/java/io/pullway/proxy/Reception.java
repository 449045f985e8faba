package io.pullway.proxy;

import io.pullway.proxy.identity.Caller;
import io.pullway.proxy.identity.TokenVerifier;
import io.pullway.proxy.limits.RateLimiter;
import io.pullway.wire.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Asks who sends a request, and lets nobody in who bears a bad token or sends too much. Called on the client's
 * event loop, where it answers, too; a token that it has not seen lately is verified elsewhere meanwhile.
 */
final class Reception {
    private static final Logger LOG = Logger.getLogger(Reception.class);
    private static final Caller UNVERIFIED = new Caller.Unverified();
    private static final String SCHEME = "Bearer ";
    private static final OffLoop<Caller> OFF_LOOP = new OffLoop<>("token", Reception::broken);

    private final Admission admission;
    private final TokenVerifier verifier;
    private final ForwardedFields forwardedFields;
    private final Limits limits;
    private final SessionDoor sessions;

    /** Null for what is not limited. */
    record Limits(RateLimiter byAddress, RateLimiter byPrincipal) {}

    /**
     * @param verifier null if tokens are not verified here
     * @param sessions null if browsers do not sign in here
     */
    Reception(
            Admission admission,
            TokenVerifier verifier,
            ForwardedFields forwardedFields,
            Limits limits,
            SessionDoor sessions) {
        this.admission = admission;
        this.verifier = verifier;
        this.forwardedFields = forwardedFields;
        this.limits = limits;
        this.sessions = sessions;
    }

    /** A place for one request, or null if there is none left. */
    Admission.Place place() {
        return admission.enter();
    }

    /** Tells one of them once, at once or later; neither, if the client has gone meanwhile. */
    void receive(HttpServerRequest request, Consumer<Caller> enter, Consumer<Outcome> refuse) {
        greet(
                request,
                () -> {
                    if (sessions == null) {
                        receive(request, null, enter, refuse);
                    } else {
                        sessions.pass(request, shown -> receive(request, shown, enter, refuse), refuse);
                    }
                },
                refuse);
    }

    /** Looks at the client's address only. Tells one of them once, at once. */
    void greet(HttpServerRequest request, Runnable enter, Consumer<Outcome> refuse) {
        Outcome refusal = limits.byAddress() == null ? null : refusal(limits.byAddress(), address(request), request);
        if (refusal != null) {
            refuse.accept(refusal);
        } else {
            enter.run();
        }
    }

    static Outcome unauthorized(String reason) {
        return Outcome.failed(ProblemType.UNAUTHORIZED, reason);
    }

    /** @param shown by which the request has its token; null if it brought what it has */
    private void receive(
            HttpServerRequest request, SessionDoor.Shown shown, Consumer<Caller> enter, Consumer<Outcome> refuse) {
        identify(request, caller -> {
            if (shown != null && caller instanceof Caller.Refused(String reason)) {
                refuse.accept(SessionDoor.refused(request, shown, reason));
                return;
            }
            Outcome refusal = refusal(caller, request);
            if (refusal == null) {
                enter.accept(caller);
            } else {
                refuse.accept(refusal);
            }
        });
    }

    private void identify(HttpServerRequest request, Consumer<Caller> then) {
        List<String> credentials =
                verifier == null ? List.of() : request.headers().getAll("authorization");
        if (credentials.stream().noneMatch(Reception::isToken)) {
            then.accept(UNVERIFIED);
        } else if (credentials.size() > 1) {
            // Who reads the first and who reads the last of them must not see different clients.
            then.accept(new Caller.Refused("A request with a token has one Authorization field."));
        } else {
            String token = credentials.getFirst().substring(SCHEME.length()).strip();
            Caller known = verifier.known(token);
            if (known != null) {
                then.accept(known);
            } else {
                verify(request, token, then);
            }
        }
    }

    private void verify(HttpServerRequest request, String token, Consumer<Caller> then) {
        request.pause();
        OFF_LOOP.run(request, () -> verifier.verify(token), then);
    }

    private static Caller broken(RuntimeException e) {
        // The service checks again; but whoever cannot be known here is not let in by a mistake of ours.
        LOG.errorf(e, "event=token-verification-failed");
        return new Caller.Refused("The token cannot be verified.");
    }

    private Outcome refusal(Caller caller, HttpServerRequest request) {
        if (caller instanceof Caller.Refused(String reason)) {
            return unauthorized(reason);
        }
        if (limits.byPrincipal() == null) {
            return null;
        }
        Object client = caller instanceof Caller.Verified verified
                ? verified.principal().text()
                : address(request);
        return refusal(limits.byPrincipal(), client, request);
    }

    private static Outcome refusal(RateLimiter limiter, Object client, HttpServerRequest request) {
        RateLimiter.Verdict verdict = limiter.take(client);
        request.response().headers().add("ratelimit-policy", verdict.policy()).add("ratelimit", verdict.state());
        return verdict.passes()
                ? null
                : Outcome.refused(
                        ProblemType.RATE_LIMITED,
                        "This client sends more requests than it may. Nothing was stored.",
                        verdict.retrySeconds());
    }

    private Long address(HttpServerRequest request) {
        return forwardedFields.clientAddress(request);
    }

    private static boolean isToken(String credentials) {
        return credentials.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }
}
