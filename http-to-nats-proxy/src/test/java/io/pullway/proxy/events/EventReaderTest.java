package io.pullway.proxy.events;

import static io.pullway.proxy.events.ReaderServer.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client gets that listens, over a connection of its own. */
class EventReaderTest {
    private static final Duration LIMIT = ReaderServer.LIMIT;

    /** Of which a reader that is alone may hold half: less than {@link EventReader#ROOM}. */
    private static final int MEMORY = 400_000;

    private final EventMemory memory = new EventMemory(MEMORY);
    private ReaderServer server;
    private Socket client;

    @BeforeEach
    void connect() throws Exception {
        server = new ReaderServer(memory);
        client = server.connect();
    }

    @AfterEach
    void disconnect() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void whoGoesAwayWithoutReadingIsNotWaitedForAndHoldsNothing() throws Exception {
        EventMemory much = new EventMemory(1 << 30);
        try (ReaderServer roomy = new ReaderServer(much);
                Socket unread = roomy.connect()) {
            EventReader reader = roomy.reader();
            CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
            for (int sequence = 2; isDoneSoon(room); sequence++) {
                assertThat(sequence).as("at most 40 MB").isLessThan(800);
                room = reader.give(event(sequence, "x".repeat(50_000)));
            }

            unread.close();

            assertThat(room).succeedsWithin(LIMIT);
            assertThat(reader.isOver()).isTrue();
            Await.until(LIMIT, "it holds nothing", () -> much.held() == 0);
        }
    }

    @Test
    void whoWouldHoldMoreThanIsFreeIsCutOffAndThenHoldsNothing() throws Exception {
        EventReader reader = server.reader();
        for (int sequence = 2; !reader.isOver(); sequence++) {
            assertThat(sequence).as("at most 40 MB").isLessThan(800);
            offer(reader, sequence);
            assertThat(memory.held()).isLessThanOrEqualTo(MEMORY / 2);
        }

        assertThat(reader.reason()).contains("too-slow");
        client.close();
        Await.until(LIMIT, "it holds nothing", () -> memory.held() == 0);
    }

    @Test
    void whoHoldsWhatOthersNeedByNowIsCutOffAtTheNextBeat() throws Exception {
        EventReader reader = server.reader();
        for (int sequence = 2; memory.held() < MEMORY / 4; sequence++) {
            assertThat(sequence).as("at most 40 MB").isLessThan(800);
            offer(reader, sequence);
        }
        beat(reader);
        assertThat(reader.isOver()).isFalse();

        while (memory.share().take(10_000)) {
            // Many others, each with little.
        }
        beat(reader);

        assertThat(reader.reason()).contains("too-slow");
    }

    @Test
    void aBeatTellsWhereTheReaderIsIfItDoesNotKnow() throws Exception {
        EventReader reader = server.reader();
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

    /** Returns when it has been offered. */
    private static void offer(EventReader reader, long sequence) throws Exception {
        reader.loop()
                .submit(() -> reader.offer(event(sequence, "x".repeat(50_000))))
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void beat(EventReader reader) throws Exception {
        reader.loop().submit(reader::beat).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
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
