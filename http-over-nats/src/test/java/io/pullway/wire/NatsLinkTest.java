package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link mends itself, and its subscriptions are there again. */
class NatsLinkTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String SUBJECT = "link.heard";

    @TempDir
    private Path folder;

    /** One link with a subscription, as an application has it. */
    private static final class Owner implements NatsLink.Listener, AutoCloseable {
        private final AtomicInteger connects = new AtomicInteger();
        private final AtomicInteger reconnects = new AtomicInteger();
        private final AtomicInteger disconnects = new AtomicInteger();
        private final Queue<String> heard = new ConcurrentLinkedQueue<>();
        private final NatsLink link;

        Owner(String servers) {
            link = NatsLink.open(
                    NatsSettings.from(
                            name -> Optional.of(servers).filter(value -> name.equals("pullway.nats.servers"))),
                    "test",
                    this);
        }

        @Override
        public void connected(Connection connection) {
            connects.incrementAndGet();
            connection
                    .createDispatcher(message -> heard.add(Wire.text(message.getData())))
                    .subscribe(SUBJECT);
        }

        @Override
        public void reconnected() {
            reconnects.incrementAndGet();
        }

        @Override
        public void disconnected() {
            disconnects.incrementAndGet();
        }

        void awaitHearing(NatsServer server, String word, Duration limit) {
            try (Stranger stranger = new Stranger(server)) {
                Await.until(limit, "the link hears '" + word + "'", () -> {
                    stranger.publish(word);
                    return heard.contains(word);
                });
            }
        }

        @Override
        public void close() {
            link.close();
        }
    }

    /** Another client, that may write whatever it likes: a plain socket. */
    private static final class Stranger implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private final OutputStream out;

        Stranger(NatsServer server) {
            try {
                socket = new Socket("127.0.0.1", server.port());
                in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                out = socket.getOutputStream();
                in.readLine();
                write("CONNECT {\"verbose\":false,\"headers\":true}\r\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void publish(String word) {
            write("PUB " + SUBJECT + " " + word.length() + "\r\n" + word + "\r\n");
        }

        /** Returns when the server has taken the message. */
        void publishWithHeaders(String headers) {
            String block = "NATS/1.0\r\n" + headers + "\r\n\r\n";
            write("HPUB " + SUBJECT + " " + block.length() + " " + block.length() + "\r\n" + block + "\r\nPING\r\n");
            try {
                assertThat(in.readLine()).isEqualTo("PONG");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(String text) {
            try {
                out.write(Wire.octetsOf(text));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aPoisonedMessageIsSurvivedWithinFiveSeconds() {
        try (NatsServer server = NatsServer.started();
                Owner owner = new Owner(server.url())) {
            for (String poison : new String[] {"X: \u00ff", "no colon"}) {
                owner.awaitHearing(server, "before " + poison.length(), LIMIT);
                int reconnects = owner.reconnects.get();
                try (Stranger stranger = new Stranger(server)) {
                    stranger.publishWithHeaders(poison);
                }
                owner.awaitHearing(server, "after " + poison, Duration.ofSeconds(5));
                assertThat(owner.reconnects).as(poison).hasValueGreaterThan(reconnects);
            }
            assertThat(owner.connects).hasValue(1);
        }
    }

    @Test
    void aKilledServerIsFoundAgainWhenItRuns() {
        try (NatsServer server = NatsServer.started();
                Owner owner = new Owner(server.url())) {
            owner.awaitHearing(server, "before", LIMIT);
            server.kill();
            Await.until(LIMIT, "the link is disconnected", () -> !owner.link.isConnected());
            server.start();
            owner.awaitHearing(server, "after", LIMIT);
            assertThat(owner.link.isConnected()).isTrue();
            assertThat(owner.connects).hasValue(1);
            assertThat(owner.reconnects).hasPositiveValue();
            assertThat(owner.disconnects).hasPositiveValue();
        }
    }

    @Test
    void aFrozenServerIsNoticedAndFoundAgain() {
        try (NatsServer server = NatsServer.started();
                Owner owner = new Owner(server.url())) {
            owner.awaitHearing(server, "before", LIMIT);
            server.freeze();
            Await.until(LIMIT, "the link notices the silence", () -> !owner.link.isConnected());
            server.thaw();
            owner.awaitHearing(server, "after", LIMIT);
        }
    }

    @Test
    void aLinkMayBeOpenedBeforeTheServerRuns() {
        try (NatsServer server = NatsServer.started()) {
            server.stop();
            try (Owner owner = new Owner(server.url())) {
                assertThat(owner.link.connection()).isNull();
                assertThat(owner.link.isConnected()).isFalse();
                server.start();
                owner.awaitHearing(server, "first", LIMIT);
                assertThat(owner.connects).hasValue(1);
            }
        }
    }

    @Test
    void aServerThatSaysThatItGoesIsLeftAtOnceForAnother() throws Exception {
        Path firstPid = folder.resolve("first.pid");
        Path secondPid = folder.resolve("second.pid");
        try (NatsServer first = NatsServer.started("pid_file: \"" + firstPid + "\"");
                NatsServer second = NatsServer.started("pid_file: \"" + secondPid + "\"");
                Owner owner = new Owner(first.url() + "," + second.url())) {
            Assumptions.assumeTrue(
                    Files.exists(firstPid) && Files.exists(secondPid), "a server in a container has no process here");
            Await.until(LIMIT, "the link is connected", () -> owner.connects.get() == 1);
            boolean onFirst = owner.link.connection().getConnectedUrl().endsWith(":" + first.port());
            lameDuck(onFirst ? firstPid : secondPid);
            // The server itself would close its connections only after ten seconds.
            owner.awaitHearing(onFirst ? second : first, "elsewhere", Duration.ofSeconds(5));
        }
    }

    /** {@code nats-server --signal ldm=PID} sends this signal. */
    private static void lameDuck(Path pidFile) throws Exception {
        String pid = Files.readString(pidFile).strip();
        int code = new ProcessBuilder("sh", "-c", "kill -USR2 " + pid).start().waitFor();
        assertThat(code).isZero();
    }

    @Test
    void aClosedLinkStaysClosed() {
        try (NatsServer server = NatsServer.started()) {
            Owner owner = new Owner(server.url());
            owner.awaitHearing(server, "before", LIMIT);
            Connection connection = owner.link.connection();
            owner.close();
            Await.until(LIMIT, "it is closed", () -> connection.getStatus() == Connection.Status.CLOSED);
            assertThat(owner.link.isConnected()).isFalse();
            assertThat(owner.reconnects).hasValue(0);
        }
    }
}
