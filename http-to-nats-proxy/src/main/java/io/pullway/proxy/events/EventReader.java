package io.pullway.proxy.events;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One client that listens. Gets each event once, whoever offers it how often. What it does not take in time waits for
 * it up to {@link #ROOM} bytes, fewer where many are slow; then it is cut off, and may come back with the id of the last event
 * it got.
 *
 * <p>Used on its event loop, unless said otherwise.
 */
public final class EventReader {
    /** How much waits for a reader that is slow. */
    static final int ROOM = 256 * 1024;

    /** So long a reader may take to read the reason why it was cut off. */
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    /** After so many milliseconds it connects again. */
    private static final int RETRY_MILLIS = 1_000;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final EventLoop loop;

    /** Each has its own copy of what waits, outside the heap, though all of them are given the same bytes. */
    private final EventMemory.Share waiting;

    private long last;
    private long toldId;
    private CompletableFuture<Void> room;
    private volatile boolean over;
    private String reason;
    private final List<Runnable> whenOver = new ArrayList<>();

    /**
     * @param loop of the client's connection
     * @param memory of all readers
     */
    public EventReader(HttpServerRequest request, EventLoop loop, EventMemory memory) {
        this.request = request;
        this.response = request.response();
        this.loop = loop;
        this.waiting = memory.share();
    }

    EventLoop loop() {
        return loop;
    }

    /** Whether it has gone or was cut off. From any thread. */
    public boolean isOver() {
        return over;
    }

    /** Why it was cut off; empty if it went by itself, or is there still. */
    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /** Begins its answer, whose status and fields have been set. @param leaves runs once when it is over */
    void open(Runnable leaves) {
        whenOver(leaves);
        if (response.closed()) {
            leave();
        } else if (!over) {
            response.setWriteQueueMaxSize(ROOM);
            response.exceptionHandler(failure -> leave());
            write("retry: " + RETRY_MILLIS + "\n\n");
        }
    }

    /** It hears what comes after this sequence; without an event of its own, it knows where to go on. */
    void begin(long after) {
        last = after;
        toldId = after;
        write("id: " + after + "\n\n");
    }

    /** What came between these two is gone; it hears what is after the second one. */
    void gap(long after, long now) {
        last = now;
        toldId = now;
        write("id: " + now + "\nevent: gap\ndata: {\"after\":" + after + ",\"until\":" + now + "}\n\n");
    }

    void offer(Event event) {
        if (event.sequence() > last && !over) {
            int bytes = event.frame().length;
            if (response.writeQueueFull() || !waiting.take(bytes)) {
                // With nothing waiting for it, it is not its fault.
                cut(waiting.held() > 0 ? "too-slow" : "unavailable");
            } else {
                last = event.sequence();
                toldId = last;
                // Sent, or lost with the connection.
                response.write(shared(event.frame())).onComplete(gone -> waiting.give(bytes));
            }
        }
    }

    /**
     * Offers it. From any thread; the next one is to be given when this one is done.
     *
     * @return completes when there is room for more, or it is over
     */
    CompletableFuture<Void> give(Event event) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        loop.execute(() -> {
            offer(event);
            if (over || !response.writeQueueFull()) {
                taken.complete(null);
            } else {
                // Of a client that goes away, Vert.x drains nothing.
                room = taken;
                response.drainHandler(drained -> taken.complete(null));
            }
        });
        return taken;
    }

    /** There was nothing for it up to this sequence that it has not got. */
    void pass(long sequence) {
        last = Math.max(last, sequence);
    }

    /**
     * Keeps the connection alive, and finds out whether it is. Says where the reader is, if it does not know. Cuts it off if it
     * holds what others need by now.
     */
    void beat() {
        if (!over && waiting.isTooLarge()) {
            cut("too-slow");
        } else if (!over && !response.writeQueueFull()) {
            write(last == toldId ? ":\n\n" : ":\nid: " + last + "\n\n");
            toldId = last;
        }
    }

    /** Ends it and says why. @param reason one word, for the client's program */
    public void cut(String reason) {
        if (!over) {
            this.reason = reason;
            leave();
            Future<Void> written = response.end("event: cut\ndata: {\"reason\":\"" + reason + "\"}\n\n");
            loop.schedule(
                    () -> {
                        // Afterwards the connection may be somebody else's.
                        if (!written.isComplete()) {
                            close();
                        }
                    },
                    LAST_WORD.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** It is over, whoever ended it. */
    public void leave() {
        if (!over) {
            over = true;
            if (room != null) {
                room.complete(null);
            }
            whenOver.forEach(Runnable::run);
        }
    }

    /** Runs the task once when it is over, at once if it is. */
    public void whenOver(Runnable task) {
        if (over) {
            task.run();
        } else {
            whenOver.add(task);
        }
    }

    private void close() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset();
        } else {
            request.connection().close();
        }
    }

    /** Without a copy, for which Vert.x 4 has only this deprecated way and Vert.x 5 another. */
    @SuppressWarnings("deprecation")
    private static Buffer shared(byte[] bytes) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes));
    }

    private void write(String text) {
        if (!over) {
            response.write(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
