package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.proxy.events.EventReader;
import io.pullway.proxy.events.TopicQuery;
import io.pullway.proxy.identity.Caller;
import io.pullway.proxy.identity.TokenVerifier;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ForwardableFields;
import io.pullway.wire.ProblemType;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code GET /-/events?topic=…}: the events of a topic as server-sent events (WHATWG HTML section 9.2), to whoever the
 * owning service lets read {@code /<resource>/-/events}. It is asked before the first event and again and again.
 * Called on the client's event loop.
 */
final class EventsPath {
    static final String PATH = "/-/events";
    private static final Duration BETWEEN_BEATS = Duration.ofSeconds(15);

    /** What is about this answer, and not about who asks for it. */
    private static final Set<String> NOT_ASKED =
            Set.of("accept", "last-event-id", "prefer", "idempotency-key", "range");

    private final Listening.Surroundings surroundings;
    private final ForwardedFields forwardedFields;
    private final Ending ending;

    EventsPath(Listening.Surroundings surroundings, ForwardedFields forwardedFields, Ending ending) {
        this.surroundings = surroundings;
        this.forwardedFields = forwardedFields;
        this.ending = ending;
    }

    /** Tells readers that their connections live, as long as this proxy does; sends them away when it ends. */
    void start(Vertx vertx) {
        vertx.setPeriodic(BETWEEN_BEATS.toMillis(), beat -> surroundings.feeds().beat());
        ending.whenItBegins(() -> surroundings.feeds().end("proxy-ends"));
    }

    /** Whether the target, below the API root, is this path. */
    static boolean takes(String target) {
        return target.equals(PATH) || target.startsWith(PATH + "?");
    }

    /**
     * @param caller who sends the request
     * @param tell what the client is told, once, on its event loop
     * @return what is done when the client goes away
     */
    Runnable open(HttpServerRequest request, Caller caller, Vertx vertx, Consumer<Outcome> tell) {
        Listening.Wish wish;
        try {
            wish = read(request, caller);
        } catch (IllegalArgumentException e) {
            tell.accept(Outcome.failed(ProblemType.BAD_REQUEST, e.getMessage()));
            return () -> {};
        }
        if (!surroundings.feeds().enter()) {
            tell.accept(noPlace());
            return () -> {};
        }
        SingleThreadEventLoop loop =
                (SingleThreadEventLoop) ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        Listening listening = new Listening(
                surroundings,
                wish,
                new EventReader(request, loop, surroundings.feeds().memory()),
                loop,
                tell);
        listening.start();
        return listening::clientGone;
    }

    /** What is told to who comes when all places are taken. */
    static Outcome noPlace() {
        return Outcome.refused(
                ProblemType.OVERLOADED, "As many readers listen at this proxy as it allows. Try again soon.", 5);
    }

    private Listening.Wish read(HttpServerRequest request, Caller caller) {
        TopicQuery query = TopicQuery.parse(request.query())
                .orElseThrow(() -> new IllegalArgumentException(
                        "Say of what to hear: ?topic=<resource>, or ?topic=<resource>/<segment> for what is below. Once,"
                                + " and nothing else that could be read so."));
        FieldLines fields = ForwardableFields.ofRequest(request.headers());
        forwardedFields.addTo(fields, request);
        FieldLines question = new FieldLines();
        fields.forEach((name, value) -> {
            if (!NOT_ASKED.contains(name) && !name.startsWith("if-")) {
                question.add(name, value);
            }
        });
        long untilMillis =
                caller instanceof Caller.Verified verified ? TokenVerifier.refusedFromMillis(verified) : Long.MAX_VALUE;
        return new Listening.Wish(query, after(request), question, untilMillis);
    }

    private static Optional<Long> after(HttpServerRequest request) {
        String id = request.getHeader("last-event-id");
        if (id == null || id.isEmpty()) {
            return Optional.empty();
        }
        if (id.length() > 18 || !id.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw new IllegalArgumentException("Last-Event-ID has to be an id that a reader of this topic was told.");
        }
        return Optional.of(Long.parseLong(id));
    }
}
