package io.pullway.proxy;

import io.pullway.proxy.signin.BrowserCookies;
import io.pullway.proxy.signin.Opening;
import io.pullway.proxy.signin.Sessions;
import io.pullway.wire.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Puts the token of a browser's session in the place of its cookie. From then on the request is as if the browser had
 * sent the token itself, and services never see the proxy's own cookies. Called on the client's event loop, where it
 * answers, too.
 */
final class SessionDoor {
    private static final Logger LOG = Logger.getLogger(SessionDoor.class);
    private static final String COOKIE = "cookie";
    private static final String AUTHORIZATION = "authorization";
    private static final int RETRY_SECONDS = 5;

    /** RFC 9110 section 9.2.1, of what is forwarded. */
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private final Sessions sessions;
    private final ForwardedFields forwardedFields;

    SessionDoor(Sessions sessions, ForwardedFields forwardedFields) {
        this.sessions = sessions;
        this.forwardedFields = forwardedFields;
    }

    /** The cookies by which a request has its token. */
    record Shown(BrowserCookies cookies, Opening.Token token) {}

    /**
     * Tells one of them once, at once or later; neither, if the client has gone meanwhile.
     *
     * @param enter gets what the request has its token by now, or null if it came as it is
     */
    void pass(HttpServerRequest request, Consumer<Shown> enter, Consumer<Outcome> refuse) {
        List<String> fields = request.headers().getAll(COOKIE);
        if (fields.isEmpty() || !BrowserCookies.areIn(fields)) {
            enter.accept(null);
            return;
        }
        BrowserCookies cookies = BrowserCookies.of(fields);
        request.headers().remove(COOKIE);
        cookies.others().forEach(field -> request.headers().add(COOKIE, field));
        if (cookies.session() == null) {
            enter.accept(null);
        } else if (mayBeForged(request)) {
            refuse.accept(crossSite());
        } else if (request.headers().contains(AUTHORIZATION)) {
            // Who says who it is needs no session; no page can make a browser send this field to another site.
            enter.accept(null);
        } else {
            open(request, cookies, opening -> {
                switch (opening) {
                    case Opening.Open open -> {
                        request.headers().set(AUTHORIZATION, open.token().authorization());
                        // No shared cache may give this answer to others, as it would not if it saw the token.
                        request.response().headers().add("vary", COOKIE);
                        renew(request, cookies, open);
                        enter.accept(new Shown(cookies, open.token()));
                    }
                    case Opening.Over(String reason) -> refuse.accept(ended(request, cookies, reason));
                    case Opening.Unavailable unavailable -> refuse.accept(unavailable());
                }
            });
        }
    }

    /** What the cookies hold, on the event loop, unless the client has gone. @param cookies with a session */
    void open(HttpServerRequest request, BrowserCookies cookies, Consumer<Opening> then) {
        Opening known = sessions.known(cookies);
        if (known != null) {
            then.accept(known);
            return;
        }
        Context context = Vertx.currentContext();
        request.pause();
        sessions.open(cookies)
                .whenComplete((opening, failure) -> context.runOnContext(opened -> {
                    if (failure != null) {
                        // Once a request, perhaps: one line. What it says may hold a part of a token.
                        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                        LOG.errorf(
                                "event=session-not-opened reason=\"%s\"",
                                cause.getClass().getName());
                        LOG.debug("event=session-not-opened", failure);
                    }
                    if (!request.response().closed()) {
                        then.accept(failure == null ? opening : new Opening.Unavailable());
                    }
                }));
    }

    /** Gives the browser its session with new tokens, where they were refreshed. */
    static void renew(HttpServerRequest request, BrowserCookies cookies, Opening.Open open) {
        Duration life = Duration.ofMillis(open.untilMillis() - System.currentTimeMillis());
        List<String> fields = open.renewed() == null ? null : cookies.replacedBy(open.renewed(), life);
        if (fields != null) {
            setCookies(request, fields);
        }
    }

    /** Takes the session from the browser: without it, it is let in as anybody is, and can sign in again. */
    static Outcome ended(HttpServerRequest request, BrowserCookies cookies, String reason) {
        setCookies(request, cookies.removed());
        return Outcome.failed(ProblemType.SESSION_ENDED, reason);
    }

    /**
     * What becomes of a request whose token is not good here. That may pass, as when its key is a new one and the keys
     * have just been read: as long as the token should be good, the browser keeps its session.
     */
    static Outcome refused(HttpServerRequest request, Shown shown, String reason) {
        return System.currentTimeMillis() >= shown.token().untilMillis()
                ? ended(request, shown.cookies(), reason)
                : Outcome.refused(
                        ProblemType.NOT_ACCEPTED,
                        "The token of the session cannot be verified at the moment. " + reason + " Nothing was stored.",
                        RETRY_SECONDS);
    }

    /** In the place of those that the answer was to give so far: nothing of them is to stay. */
    static void setCookies(HttpServerRequest request, List<String> fields) {
        request.response().headers().set("set-cookie", fields);
    }

    static Outcome crossSite() {
        return Outcome.failed(
                ProblemType.CROSS_SITE,
                "A request with a session that may change something has to come from a page of this very origin.");
    }

    static Outcome unavailable() {
        return Outcome.refused(
                ProblemType.NOT_ACCEPTED,
                "The issuer cannot be reached at the moment. Nothing was stored.",
                RETRY_SECONDS);
    }

    /**
     * Whether another site may have made the browser send it: browsers say by {@code Sec-Fetch-Site} (Fetch Metadata)
     * that it comes from the same origin, older ones by {@code Origin} where it comes from.
     */
    boolean mayBeForged(HttpServerRequest request) {
        if (SAFE_METHODS.contains(request.method().name())) {
            return false;
        }
        List<String> site = request.headers().getAll("sec-fetch-site");
        if (!site.isEmpty()) {
            return !site.equals(List.of("same-origin"));
        }
        List<String> origin = request.headers().getAll("origin");
        return origin.size() != 1 || !origin.getFirst().equalsIgnoreCase(forwardedFields.origin(request));
    }
}
