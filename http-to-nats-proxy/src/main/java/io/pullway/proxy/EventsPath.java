package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.pullway.proxy.events.EventFeeds;
import io.pullway.proxy.events.EventReader;
import io.pullway.proxy.events.EventTopic;
import io.pullway.wire.FieldLines;
import io.pullway.wire.ForwardableFields;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ProblemType;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * {@code GET /-/events?topic=…}: the events of a topic as server-sent events (WHATWG HTML section 9.2), to whoever the
 * owning service lets read {@code /<resource>/-/events}. It is asked before the first event and again and again.
 * Called on the client's event loop.
 */
final class EventsPath {
    private static final Logger LOG = Logger.getLogger(EventsPath.class);
    private static final String PATH = "/-/events";
    private static final Duration BETWEEN_BEATS = Duration.ofSeconds(15);

    /** What is about this answer, and not about who asks for it. */
    private static final Set<String> NOT_ASKED =
            Set.of("accept", "last-event-id", "prefer", "idempotency-key", "range");

    /** That this client may not listen, or that there is nothing to listen to. Anything else may change soon. */
    private static final Set<Integer> NO = Set.of(401, 403, 404, 410);

    private final EventFeeds feeds;
    private final ServiceQuestions questions;
    private final ForwardedFields forwardedFields;
    private final Duration betweenQuestions;
    private final Ending ending;

    /** @param betweenQuestions how often it is asked whether a reader may still listen */
    EventsPath(
            EventFeeds feeds,
            ServiceQuestions questions,
            ForwardedFields forwardedFields,
            Duration betweenQuestions,
            Ending ending) {
        this.feeds = feeds;
        this.questions = questions;
        this.forwardedFields = forwardedFields;
        this.betweenQuestions = betweenQuestions;
        this.ending = ending;
    }

    /** Tells readers that their connections live, as long as this proxy does; sends them away when it ends. */
    void start(Vertx vertx) {
        vertx.setPeriodic(BETWEEN_BEATS.toMillis(), beat -> feeds.beat());
        ending.whenItBegins(() -> feeds.end("proxy-ends"));
    }

    /** Whether the target, below the API root, is this path. */
    static boolean takes(String target) {
        return target.equals(PATH) || target.startsWith(PATH + "?");
    }

    /** A reader's wish. @param question the fields with which its service is asked */
    private record Wish(EventTopic topic, String target, Optional<Long> after, FieldLines question) {}

    /** @param tell what the client is told, once, on its event loop @return what is done when the client goes away */
    Runnable open(HttpServerRequest request, Vertx vertx, Consumer<Outcome> tell) {
        Wish wish;
        try {
            wish = read(request);
        } catch (IllegalArgumentException e) {
            tell.accept(Outcome.failed(ProblemType.BAD_REQUEST, e.getMessage()));
            return () -> {};
        }
        if (!feeds.enter()) {
            tell.accept(Outcome.refused(
                    ProblemType.OVERLOADED, "As many readers listen at this proxy as it allows. Try again soon.", 5));
            return () -> {};
        }
        SingleThreadEventLoop loop =
                (SingleThreadEventLoop) ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        EventReader reader = new EventReader(request, loop);
        Opening opening = new Opening(wish, reader, loop, tell);
        opening.ask(vertx);
        return opening::clientGone;
    }

    private Wish read(HttpServerRequest request) {
        List<String> topics = request.params().getAll("topic");
        EventTopic topic =
                topics.size() == 1 ? EventTopic.parse(topics.getFirst()).orElse(null) : null;
        if (topic == null) {
            throw new IllegalArgumentException(
                    "Say of what to hear: ?topic=<resource>, or ?topic=<resource>/<segment> for what is below.");
        }
        FieldLines fields = ForwardableFields.ofRequest(request.headers());
        forwardedFields.addTo(fields, request);
        FieldLines question = new FieldLines();
        fields.forEach((name, value) -> {
            if (!NOT_ASKED.contains(name) && !name.startsWith("if-")) {
                question.add(name, value);
            }
        });
        String query = request.query() == null ? "" : "?" + request.query();
        return new Wish(topic, "/" + topic.resource() + PATH + query, after(request), question);
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

    /** One reader, from its request on. Used on its event loop. */
    private final class Opening {
        private final Wish wish;
        private final EventReader reader;
        private final SingleThreadEventLoop loop;
        private final Consumer<Outcome> tell;
        private boolean open;
        private boolean gone;

        Opening(Wish wish, EventReader reader, SingleThreadEventLoop loop, Consumer<Outcome> tell) {
            this.wish = wish;
            this.reader = reader;
            this.loop = loop;
            this.tell = tell;
        }

        void clientGone() {
            gone = true;
            if (open) {
                reader.leave();
            }
        }

        void ask(Vertx vertx) {
            questions
                    .ask(wish.target(), wish.question(), loop)
                    .whenCompleteAsync(
                            (answer, failure) -> {
                                if (failure != null) {
                                    refuse(Outcome.failed(ProblemType.BAD_REQUEST, "A field cannot be forwarded."));
                                } else if (isYes(answer)) {
                                    find(vertx);
                                } else {
                                    refuse(answer);
                                }
                            },
                            loop);
        }

        private void find(Vertx vertx) {
            Thread.ofVirtual().start(() -> {
                try {
                    Optional<String> stream = feeds.stream(wish.topic());
                    loop.execute(() -> stream.ifPresentOrElse(
                            name -> begin(vertx, name),
                            () -> refuse(Outcome.failed(
                                    ProblemType.NO_SUCH_RESOURCE, "Nothing is told of what happens there."))));
                } catch (IOException e) {
                    LOG.debugf("event=events-not-found topic=%s reason=\"%s\"", wish.topic(), e.getMessage());
                    loop.execute(() -> refuse(
                            Outcome.refused(ProblemType.NOT_ACCEPTED, "The events cannot be read at the moment.", 1)));
                }
            });
        }

        private void begin(Vertx vertx, String stream) {
            if (gone) {
                feeds.leave();
                return;
            }
            open = true;
            tell.accept(new Outcome.Streaming());
            Thread.ofVirtual().start(() -> feeds.listen(reader, wish.topic(), stream, wish.after()));
            long timer = vertx.setPeriodic(betweenQuestions.toMillis(), again -> askAgain());
            reader.whenOver(() -> vertx.cancelTimer(timer));
        }

        /** A service that cannot be asked at the moment has not changed its mind. */
        private void askAgain() {
            questions
                    .ask(wish.target(), wish.question(), loop)
                    .thenAcceptAsync(
                            answer -> {
                                if (isNo(answer)) {
                                    reader.cut("not-allowed");
                                }
                            },
                            loop);
        }

        private void refuse(Outcome outcome) {
            feeds.leave();
            tell.accept(outcome);
        }
    }

    private static boolean isYes(Outcome answer) {
        return answer instanceof Outcome.Answered(HttpResponseMessage told) && told.status() / 100 == 2;
    }

    private static boolean isNo(Outcome answer) {
        return answer instanceof Outcome.Answered(HttpResponseMessage told) && NO.contains(told.status());
    }
}
