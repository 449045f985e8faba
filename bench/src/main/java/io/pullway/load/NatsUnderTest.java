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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** @param syncAlways whether what is acknowledged is on the disk */
    static NatsUnderTest start(Tools tools, Workplace workplace, boolean syncAlways) {
        int port = Ports.free();
        Path config = workplace.folder().resolve("nats.conf");
        write(config, """
                listen: "127.0.0.1:%d"
                server_name: "pullway-bench"
                jetstream: { store_dir: "%s"%s }
                """.formatted(port, workplace.store(), syncAlways ? ", sync_interval: always" : ""));
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
        for (List<Contender> sameService : Arrays.stream(Contender.values())
                .collect(Collectors.groupingBy(Contender::service, TreeMap::new, Collectors.toList()))
                .values()) {
            Path file = workplace.folder().resolve(sameService.getFirst().service() + ".yaml");
            write(file, declaration(read(declared), sameService));
            command.add(file.toString());
        }
        OwnedProcess apply = workplace.start("apply", Map.of("NATS_CREDS", "", "NATS_USER", ""), false, command);
        apply.hearAll();
    }

    /** That of the echo service, with the resources of these contenders in place of its one. */
    private static String declaration(String echo, List<Contender> sameService) {
        String ofEcho = "." + Contender.PATH.resource() + ".";
        String lines = echo.lines()
                .flatMap(line -> line.contains(ofEcho)
                        ? sameService.stream()
                                .map(Contender::resource)
                                .distinct()
                                .map(resource -> line.replace(ofEcho, "." + resource + "."))
                        : Stream.of(line))
                .collect(Collectors.joining("\n", "", "\n"));
        return lines.replace(Contender.PATH.service(), sameService.getFirst().service())
                .replace(ANSWERS_LIMIT, "maxBytes: 8589934592 # 8 GiB");
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
