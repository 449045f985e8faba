package io.pullway.proxy;

import io.pullway.proxy.signin.BrowserCookies;
import io.pullway.proxy.signin.Opening;
import io.pullway.proxy.signin.SignIn;
import io.pullway.proxy.signin.SignInFlow.Step;
import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The platform's own paths for browsers, below the API root: {@code /-/sign-in} sends one to the issuer, {@code
 * /-/sign-in/callback} takes it back, {@code /-/session} tells who signed in, {@code /-/sign-out} ends it. Called on
 * the client's event loop, where the outcome is told, too.
 */
final class SignInPaths {
    private static final Logger LOG = Logger.getLogger(SignInPaths.class);
    private static final String BEGIN = "/-/sign-in";
    private static final String CALLBACK = "/-/sign-in/callback";
    private static final String SESSION = "/-/session";
    private static final String SIGN_OUT = "/-/sign-out";

    private static final OffLoop<Outcome> OFF_LOOP = new OffLoop<>("sign-in", SignInPaths::broken);

    private final SignIn signIn;
    private final SessionDoor door;
    private final ForwardedFields forwardedFields;
    private final String apiRoot;

    SignInPaths(SignIn signIn, SessionDoor door, ForwardedFields forwardedFields, String apiRoot) {
        this.signIn = signIn;
        this.door = door;
        this.forwardedFields = forwardedFields;
        this.apiRoot = apiRoot;
    }

    /** Whether the target is one of these paths. */
    static boolean takes(String target) {
        return switch (path(target)) {
            case BEGIN, CALLBACK, SESSION, SIGN_OUT -> true;
            default -> false;
        };
    }

    /** Whether its method is POST; the others can only be read. */
    static boolean changes(String target) {
        return path(target).equals(SIGN_OUT);
    }

    /** Where nobody can sign in. */
    static Outcome absent() {
        return Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "No issuer is configured here to sign in at.");
    }

    /** Does what the target says, with the right method, and tells its outcome once, unless the client has gone. */
    void answer(HttpServerRequest request, String target, Consumer<Outcome> tell) {
        BrowserCookies cookies = BrowserCookies.of(request.headers().getAll("cookie"));
        MultiMap query = RequestHead.parameters(request);
        if (query == null) {
            tell.accept(Outcome.failed(ProblemType.BAD_REQUEST, "The query is not encoded as that of a form is."));
            return;
        }
        switch (path(target)) {
            case BEGIN -> begin(request, query, cookies, tell);
            case CALLBACK ->
                OFF_LOOP.run(
                        request,
                        () -> outcome(signIn.flow()
                                .complete(query.get("state"), query.get("code"), query.get("error"), cookies)),
                        tell);
            case SESSION -> session(request, cookies, tell);
            default -> signOut(request, cookies, tell);
        }
    }

    private void begin(HttpServerRequest request, MultiMap query, BrowserCookies cookies, Consumer<Outcome> tell) {
        String origin = forwardedFields.origin(request);
        String to = query.contains("return") ? query.get("return") : "/";
        if (origin == null) {
            tell.accept(Outcome.failed(ProblemType.BAD_REQUEST, "The Host field names no host."));
        } else {
            OFF_LOOP.run(request, () -> outcome(signIn.flow().begin(origin + apiRoot + CALLBACK, to, cookies)), tell);
        }
    }

    private void session(HttpServerRequest request, BrowserCookies cookies, Consumer<Outcome> tell) {
        if (cookies.session() == null) {
            tell.accept(told(new JsonObject().put("signedIn", false)));
            return;
        }
        door.open(request, cookies, opening -> {
            switch (opening) {
                case Opening.Open open -> {
                    SessionDoor.renew(request, cookies, open);
                    tell.accept(told(who(open)));
                }
                case Opening.Over over -> {
                    SessionDoor.setCookies(request, cookies.removed());
                    tell.accept(told(new JsonObject().put("signedIn", false)));
                }
                case Opening.Unavailable unavailable -> tell.accept(SessionDoor.unavailable());
            }
        });
    }

    /** The browser need not wait until the issuer knows. */
    private void signOut(HttpServerRequest request, BrowserCookies cookies, Consumer<Outcome> tell) {
        // Also without a session: its cookie does not come with the form of another site, and would be taken away.
        if (door.mayBeForged(request)) {
            tell.accept(SessionDoor.crossSite());
            return;
        }
        if (cookies.session() != null) {
            Thread.ofVirtual().name("sign-out").start(() -> revoke(cookies));
        }
        SessionDoor.setCookies(request, cookies.removed());
        JsonObject answer = new JsonObject().put("signedIn", false);
        String atIssuer = signIn.issuer().endSessionUri();
        tell.accept(told(atIssuer == null ? answer : answer.put("issuerSignOut", atIssuer)));
    }

    private void revoke(BrowserCookies cookies) {
        for (String refreshToken : signIn.sessions().refreshTokens(cookies)) {
            if (!signIn.issuer().revoke(refreshToken)) {
                LOG.debug("event=refresh-token-not-revoked");
            }
        }
    }

    private static Outcome outcome(Step step) {
        return switch (step) {
            case Step.Onward onward -> {
                FieldLines fields =
                        new FieldLines().add("location", onward.location()).add("cache-control", "no-store");
                onward.cookies().forEach(cookie -> fields.add("set-cookie", cookie));
                yield new Outcome.Found(303, fields, Body.EMPTY);
            }
            case Step.Refused(String detail) -> Outcome.failed(ProblemType.SIGN_IN_FAILED, detail);
            case Step.Unusable(String detail) -> new Outcome.Failed(ProblemType.SIGN_IN_FAILED, 502, detail, 0);
            case Step.Unavailable() -> SessionDoor.unavailable();
        };
    }

    private static JsonObject who(Opening.Open open) {
        return new JsonObject()
                .put("signedIn", true)
                .put("subject", open.who().subject())
                .put("name", open.who().name())
                .put("roles", new JsonArray(open.who().roles()))
                .put("until", Instant.ofEpochMilli(open.untilMillis()).toString());
    }

    private static Outcome told(JsonObject answer) {
        return Outcome.json(answer.encode(), new FieldLines());
    }

    private static Outcome broken(RuntimeException e) {
        LOG.errorf(e, "event=sign-in-broken");
        return new Outcome.Failed(ProblemType.SIGN_IN_FAILED, 502, "The sign-in failed by a fault of ours.", 0);
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
