package io.pullway.proxy.events;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server whose clients, each on a connection of its own, become readers that have got event 1. */
final class ReaderServer implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<EventReader> readers = new LinkedBlockingQueue<>();
    private final EventMemory memory;
    private final HttpServer server;

    ReaderServer(EventMemory memory) throws ExecutionException, InterruptedException, TimeoutException {
        this.memory = memory;
        this.server = vertx.createHttpServer()
                .requestHandler(this::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** A client that reads when the test does; {@link #reader} tells who it is at the server. */
    Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        client.setSoTimeout((int) LIMIT.toMillis());
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** The next one that has come. */
    EventReader reader() throws InterruptedException {
        EventReader reader = readers.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (reader == null) {
            throw new AssertionError("nobody has come");
        }
        return reader;
    }

    static Event event(long sequence, String text) {
        return Event.of(sequence, text.getBytes(StandardCharsets.UTF_8));
    }

    private void accept(HttpServerRequest request) {
        EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        EventReader reader = new EventReader(request, loop, memory);
        request.response().setChunked(true).closeHandler(closed -> reader.leave());
        reader.open(() -> {});
        reader.begin(1);
        readers.add(reader);
    }

    @Override
    public void close() throws ExecutionException, InterruptedException, TimeoutException {
        vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
