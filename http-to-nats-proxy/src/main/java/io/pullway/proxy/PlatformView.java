package io.pullway.proxy;

import io.netty.channel.EventLoop;
import io.pullway.proxy.events.EventFeeds;
import io.pullway.proxy.events.EventReader;
import io.pullway.proxy.events.LiveFeed;
import io.pullway.proxy.identity.Caller;
import io.pullway.wire.ProblemType;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * {@code GET /-/platform}: how the platform is now, once a second, as server-sent events. Viewers have the places of
 * readers of events, and the same rules. Called on the client's event loop.
 */
final class PlatformView {
    private static final String PATH = "/-/platform";

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final EventFeeds places;
    private final Viewers viewers;
    private final LiveFeed feed;

    /** Who may look. */
    public enum Viewers {
        /** Also who has not signed in. */
        EVERYBODY,

        /** Whose token was verified here and names the group {@code admin}. */
        ADMIN,

        /** There is no such resource. */
        NOBODY
    }

    PlatformView(EventFeeds places, Viewers viewers, Supplier<byte[]> gatherer) {
        this.places = places;
        this.viewers = viewers;
        this.feed = new LiveFeed("platform-view", INTERVAL, gatherer);
    }

    /** Where viewers may send requests; null for nowhere. @throws IllegalArgumentException if it is no plain path */
    static String tryPath(Optional<String> configured, String apiRoot) {
        configured.filter(path -> !path.matches("(/[A-Za-z0-9_-]+)+")).ifPresent(path -> {
            throw new IllegalArgumentException("pullway.proxy.platform.try-path is '" + path
                    + "'; allowed: a path such as /echo, of letters, digits, _ and -");
        });
        return configured.map(path -> apiRoot + path).orElse(null);
    }

    /** Whether the target, below the API root, is this path. */
    static boolean takes(String target) {
        return target.equals(PATH) || target.startsWith(PATH + "?");
    }

    /** Sends viewers away when the proxy ends. */
    void start(Ending ending) {
        ending.whenItBegins(() -> feed.end("proxy-ends"));
    }

    /** @param tell what the client is told, once, at once @return what is done when the client goes away */
    Runnable open(HttpServerRequest request, Vertx vertx, Caller caller, Consumer<Outcome> tell) {
        Outcome refusal = refusal(caller);
        if (refusal == null && !places.enter()) {
            refusal = EventsPath.noPlace();
        }
        if (refusal != null) {
            tell.accept(refusal);
            return () -> {};
        }
        EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        EventReader reader = new EventReader(request, loop, places.memory());
        tell.accept(new Outcome.Streaming());
        feed.join(reader, places::leave);
        if (viewers == Viewers.ADMIN && caller instanceof Caller.Verified verified) {
            cutWhenOver(reader, loop, verified.untilMillis() - System.currentTimeMillis());
        }
        return reader::leave;
    }

    /** A browser comes back by itself, with the token that its session has by then. */
    private static void cutWhenOver(EventReader reader, EventLoop loop, long millis) {
        var end = loop.schedule(() -> reader.cut("not-allowed"), Math.max(0, millis), TimeUnit.MILLISECONDS);
        reader.whenOver(() -> end.cancel(false));
    }

    private Outcome refusal(Caller caller) {
        return switch (viewers) {
            case EVERYBODY -> null;
            case NOBODY -> Outcome.failed(ProblemType.NO_SUCH_RESOURCE, "This deployment does not show its platform.");
            case ADMIN -> AdminDoor.refusal(caller);
        };
    }
}
