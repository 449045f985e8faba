package io.pullway.events;

import io.pullway.events.EventRedrives.Verdict;
import io.pullway.wire.RequestId;
import io.pullway.wire.letters.EventRedrive;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * {@code PUT /<resource>/-/events/redrives/<id>}, of each resource that the service owns: what a proxy asks for with the token
 * of an administrator who looks at dead letters ({@link EventRedrive}). For the group {@code admin} only, whose token the
 * service has verified itself. Such a caller may send it without a proxy, too: it tells nothing that was not told before.
 *
 * <p>A route and no resource class: Quarkus REST does not find paths that begin with a variable beside others.
 */
@Singleton
final class RedriveRoute {
    private static final Logger LOG = Logger.getLogger(RedriveRoute.class);
    private static final String GROUP = "admin";
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int INTERNAL_ERROR = 500;

    private final EventRedrives redrives;
    private final List<String> resources;

    RedriveRoute(EventRedrives redrives, Config config) {
        this.redrives = redrives;
        this.resources = config.getOptionalValues("pullway.server.resources", String.class)
                .orElse(List.of());
    }

    void open(@Observes Router router) {
        for (String resource : resources) {
            router.put("/" + resource + EventRedrive.PATH + "/:id")
                    .order(RouteConstants.ROUTE_ORDER_BEFORE_DEFAULT)
                    .handler(routing -> receive(routing, resource));
        }
    }

    /** Read at once, where the router answers a query that is none; whoever may not is told no more than that. */
    private void receive(RoutingContext routing, String resource) {
        Optional<EventRedrive> redrive = read(routing, resource);
        QuarkusHttpUser.getSecurityIdentity(routing, null)
                .subscribe()
                .with(identity -> letIn(routing, redrive, identity), refused -> {
                    LOG.debugf("event=redrive-refused reason=\"%s\"", refused.getMessage());
                    unauthorized(routing);
                });
    }

    /** @param identity null where the application verifies no tokens */
    private void letIn(RoutingContext routing, Optional<EventRedrive> redrive, SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            unauthorized(routing);
        } else if (!identity.hasRole(GROUP)) {
            answer(routing, FORBIDDEN, "Forbidden", "This is for those of the group admin.");
        } else if (redrive.isEmpty()) {
            answer(routing, BAD_REQUEST, "Bad Request", "Say which event: by letter, stream, sequence and sha256.");
        } else {
            tellAgain(routing, redrive.get());
        }
    }

    private void tellAgain(RoutingContext routing, EventRedrive redrive) {
        routing.vertx()
                .executeBlocking(() -> redrives.tellAgain(redrive), false)
                .onSuccess(verdict -> answer(routing, verdict))
                .onFailure(broken -> {
                    LOG.errorf(broken, "event=redrive-broken letter=%s", redrive.letter());
                    answer(routing, INTERNAL_ERROR, "Internal Server Error", "It may have been told again, or not.");
                });
    }

    private static Optional<EventRedrive> read(RoutingContext routing, String resource) {
        MultiMap query = routing.queryParams();
        RequestId id = RequestId.parse(routing.pathParam("id"));
        RequestId letter = RequestId.parse(query.get(EventRedrive.LETTER));
        String stream = query.get(EventRedrive.STREAM);
        String sequence = query.get(EventRedrive.SEQUENCE);
        String digest = query.get(EventRedrive.DIGEST);
        boolean named = id != null && letter != null && stream != null && digest != null;
        return named && sequence != null && sequence.matches("[1-9][0-9]{0,17}")
                ? Optional.of(new EventRedrive(resource, id, letter, stream, Long.parseLong(sequence), digest))
                : Optional.empty();
    }

    private static void answer(RoutingContext routing, Verdict verdict) {
        switch (verdict) {
            case TOLD -> routing.response().setStatusCode(NO_CONTENT).end();
            case GONE -> answer(routing, 410, "Gone", "The stream has dropped the event.");
            case ANOTHER -> answer(routing, 409, "Conflict", "That is not what stands at this place of the stream.");
            case NOT_NOW -> {
                routing.response().putHeader("retry-after", "1");
                answer(routing, 503, "Service Unavailable", "The stream cannot be reached. Nothing was told.");
            }
            case UNKNOWN -> answer(routing, 504, "Gateway Timeout", "It may have been told again, or not.");
        }
    }

    private static void unauthorized(RoutingContext routing) {
        routing.response().putHeader("www-authenticate", "Bearer realm=\"pullway\"");
        answer(routing, UNAUTHORIZED, "Unauthorized", "This needs a token of somebody of the group admin.");
    }

    /** RFC 9457. */
    private static void answer(RoutingContext routing, int status, String title, String detail) {
        JsonObject problem =
                new JsonObject().put("title", title).put("status", status).put("detail", detail);
        routing.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(problem.encode());
    }
}
