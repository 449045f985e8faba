package io.pullway.proxy;

import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.pullway.proxy.events.EventFeeds;
import io.pullway.proxy.events.EventReader;
import io.pullway.proxy.events.TopicQuery;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One reader of events, from its request on: let in when the service that owns the resource says so, and sent away when
 * it does not say so any more, or when the credentials end that the request came with. Used on its event loop.
 */
final class Listening {
    private static final Logger LOG = Logger.getLogger(Listening.class);
    private static final int UNAUTHORIZED = 401;

    /** That this client may not listen, or that there is nothing to listen to. */
    private static final Set<Integer> NO = Set.of(403, 404, 410);

    /** A service that does not say yes or no has not changed its mind; but not for ever. */
    private static final int UNANSWERED = 3;

    private final Surroundings with;
    private final Wish wish;
    private final EventReader reader;
    private final SingleThreadEventLoop loop;
    private final Consumer<Outcome> tell;
    private ScheduledFuture<?> next;
    private int unanswered;
    private boolean open;
    private boolean gone;

    /** What all of them need. @param betweenQuestions to the service, about one reader, at most */
    record Surroundings(EventFeeds feeds, ServiceQuestions questions, Duration betweenQuestions) {}

    /**
     * What a request asks for.
     *
     * @param after the last event that it got; empty to begin now
     * @param question the fields with which its service is asked
     * @param untilMillis when its credentials are no good any more, in milliseconds since 1970
     */
    record Wish(TopicQuery query, Optional<Long> after, FieldLines question, long untilMillis) {}

    /**
     * @param reader who has a place
     * @param tell what the client is told, once
     */
    Listening(Surroundings with, Wish wish, EventReader reader, SingleThreadEventLoop loop, Consumer<Outcome> tell) {
        this.with = with;
        this.wish = wish;
        this.reader = reader;
        this.loop = loop;
        this.tell = tell;
    }

    void start() {
        ask((answer, failure) -> {
            if (failure != null) {
                refuse(Outcome.failed(ProblemType.BAD_REQUEST, "A field cannot be forwarded."));
            } else if (isYes(status(answer))) {
                find();
            } else {
                refuse(answer);
            }
        });
    }

    void clientGone() {
        gone = true;
        if (open) {
            reader.leave();
        }
    }

    private void ask(BiConsumer<Outcome, Throwable> then) {
        String target = "/" + wish.query().topic().resource() + EventsPath.PATH + "?"
                + wish.query().text();
        with.questions().ask(target, wish.question(), loop).whenCompleteAsync(then, loop);
    }

    private void find() {
        Thread.ofVirtual().start(() -> {
            try {
                Optional<String> stream = with.feeds().stream(wish.query().topic());
                loop.execute(() -> stream.ifPresentOrElse(
                        this::begin,
                        () -> refuse(Outcome.failed(
                                ProblemType.NO_SUCH_RESOURCE, "Nothing is told of what happens there."))));
            } catch (IOException e) {
                LOG.debugf(
                        "event=events-not-found topic=%s reason=\"%s\"",
                        wish.query().topic(), e.getMessage());
                loop.execute(() -> refuse(
                        Outcome.refused(ProblemType.NOT_ACCEPTED, "The events cannot be read at the moment.", 1)));
            }
        });
    }

    private void begin(String stream) {
        if (gone) {
            with.feeds().leave();
            return;
        }
        open = true;
        tell.accept(new Outcome.Streaming());
        Thread.ofVirtual().start(() -> with.feeds().listen(reader, wish.query().topic(), stream, wish.after()));
        checkLater();
        reader.whenOver(() -> next.cancel(false));
    }

    /** Those who came at the same time are not asked for at the same time again and again. */
    private void checkLater() {
        long interval = with.betweenQuestions().toMillis();
        long wait = ThreadLocalRandom.current().nextLong(interval * 4 / 5, interval + 1);
        long left = Math.max(0, wish.untilMillis() - System.currentTimeMillis());
        next = loop.schedule(this::check, Math.min(wait, left), TimeUnit.MILLISECONDS);
    }

    private void check() {
        if (System.currentTimeMillis() >= wish.untilMillis()) {
            reader.cut("credentials-expired");
            return;
        }
        ask((answer, failure) -> {
            String reason = reasonToGo(failure == null ? status(answer) : 0);
            if (reason != null) {
                reader.cut(reason);
            } else if (!reader.isOver()) {
                checkLater();
            }
        });
    }

    /** @param status of the service's answer, 0 for none @return null if the reader may stay */
    private String reasonToGo(int status) {
        if (status == UNAUTHORIZED) {
            return "credentials-expired";
        }
        if (NO.contains(status)) {
            return "not-allowed";
        }
        unanswered = isYes(status) ? 0 : unanswered + 1;
        return unanswered < UNANSWERED ? null : "unavailable";
    }

    private void refuse(Outcome outcome) {
        with.feeds().leave();
        tell.accept(outcome);
    }

    private static int status(Outcome answer) {
        return answer instanceof Outcome.Answered(HttpResponseMessage told) ? told.status() : 0;
    }

    private static boolean isYes(int status) {
        return status / 100 == 2;
    }
}
