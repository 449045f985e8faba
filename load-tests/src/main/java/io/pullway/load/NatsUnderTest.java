package io.pullway.load;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The NATS server of a run, with a stream for each contender that is made like that of echo-service. */
final class NatsUnderTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A day's answers, of which a run makes more than a day's. */
    private static final String ANSWERS_LIMIT = "maxBytes: 1073741824 # 1 GiB";

    private static final Pattern VERSION = Pattern.compile("\"version\":\"([^\"]+)\"");

    private final OwnedProcess process;
    private final int port;
    private String version;

    private NatsUnderTest(OwnedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static NatsUnderTest start(Tools tools, Workplace workplace) {
        int port = Ports.free();
        Path config = workplace.folder().resolve("nats.conf");
        write(config, """
                listen: "127.0.0.1:%d"
                server_name: "pullway-bench"
                jetstream: { store_dir: "%s" }
                """.formatted(port, workplace.store()));
        OwnedProcess process = workplace.start(
                "nats-server", Map.of(), true, List.of(tools.natsServer(), "--config", config.toString()));
        NatsUnderTest nats = new NatsUnderTest(process, port);
        nats.awaitStart();
        nats.applyStreams(tools, workplace);
        return nats;
    }

    OwnedProcess process() {
        return process;
    }

    String version() {
        return version;
    }

    String url() {
        return "nats://127.0.0.1:" + port;
    }

    /**
     * The bytes of the first message that is published to a resource while something is done: NATS headers and payload.
     */
    int sizeOfMessage(String resource, Runnable doing) {
        try {
            Connection connection = Nats.connect(url());
            try {
                Subscription requests = connection.subscribe("http." + resource + ".>");
                connection.flush(LIMIT);
                doing.run();
                return size(requests.nextMessage(LIMIT));
            } finally {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException("NATS did not answer in time", e);
        }
    }

    private int size(Message message) {
        if (message == null) {
            throw process.failed("did not pass the request on");
        }
        int headers = message.hasHeaders() ? message.getHeaders().serializedLength() : 0;
        return headers + message.getData().length;
    }

    private void awaitStart() {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() - deadline < 0) {
            process.requireAlive();
            Matcher greeting = VERSION.matcher(greeting());
            if (greeting.find()) {
                version = "nats-server " + greeting.group(1);
                return;
            }
            TestBed.pause();
        }
        throw process.failed("did not start within " + LIMIT.toSeconds() + " s");
    }

    /** The first line that the server sends, which it does once JetStream is up; empty if it does not. */
    private String greeting() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    /** The declaration of the one service that there is, and copies of it under other names. */
    private void applyStreams(Tools tools, Workplace workplace) {
        Path declared = tools.root().resolve("k8s/base/streams/" + Contender.PATH.service() + ".yaml");
        List<String> command = new ArrayList<>(
                List.of(tools.root().resolve("scripts/pullway").toString(), "apply", "--server", url()));
        // The keyed one is served by the service of the path.
        for (Contender contender : List.of(Contender.FLOOR, Contender.BARE, Contender.PATH)) {
            Path file = workplace.folder().resolve(contender.service() + ".yaml");
            write(
                    file,
                    read(declared)
                            .replace(Contender.PATH.service(), contender.service())
                            .replace("." + Contender.PATH.resource() + ".", "." + contender.resource() + ".")
                            .replace(ANSWERS_LIMIT, "maxBytes: 8589934592 # 8 GiB"));
            command.add(file.toString());
        }
        OwnedProcess apply = workplace.start("apply", Map.of("NATS_CREDS", "", "NATS_USER", ""), false, command);
        apply.hearAll();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
