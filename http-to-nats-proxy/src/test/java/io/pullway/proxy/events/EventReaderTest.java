package io.pullway.proxy.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.ContextInternal;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client gets that listens, over a connection of its own. */
class EventReaderTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<EventReader> readers = new LinkedBlockingQueue<>();
    private HttpServer server;
    private Socket client;

    @BeforeEach
    void connect() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(this::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        client = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        client.setSoTimeout((int) LIMIT.toMillis());
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void whoGoesAwayWithoutReadingIsNotWaitedFor() throws Exception {
        EventReader reader = readers.take();
        CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
        for (int sequence = 2; isDoneSoon(room); sequence++) {
            assertThat(sequence).as("at most 40 MB").isLessThan(800);
            room = reader.give(event(sequence, "x".repeat(50_000)));
        }

        client.close();

        assertThat(room).succeedsWithin(LIMIT);
        assertThat(reader.isOver()).isTrue();
    }

    @Test
    void aBeatTellsWhereTheReaderIsIfItDoesNotKnow() throws Exception {
        EventReader reader = readers.take();
        reader.loop().execute(() -> {
            reader.beat();
            reader.pass(40);
            reader.beat();
            reader.beat();
            reader.offer(event(39, "was passed"));
            reader.offer(event(41, "comes"));
            reader.beat();
            reader.cut("enough");
        });

        BufferedReader lines = new BufferedReader(new InputStreamReader(client.getInputStream()));
        assertThat(lines.lines()
                        .takeWhile(line -> !line.startsWith("event: cut"))
                        .filter(line -> line.matches("(id|data)?:.*")))
                .containsExactly("id: 1", ":", ":", "id: 40", ":", "id: 41", "data: comes", ":");
    }

    private void accept(HttpServerRequest request) {
        EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        EventReader reader = new EventReader(request, loop);
        request.response().setChunked(true).closeHandler(closed -> reader.leave());
        reader.open(() -> {});
        reader.begin(1);
        readers.add(reader);
    }

    private static Event event(long sequence, String text) {
        return Event.of(sequence, text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isDoneSoon(CompletableFuture<Void> room) throws Exception {
        try {
            room.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
