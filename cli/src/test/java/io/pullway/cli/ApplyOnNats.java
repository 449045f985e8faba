package io.pullway.cli;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.pullway.fixtures.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** {@code pullway apply} with a NATS of its own, whose streams are gone after each test. */
abstract class ApplyOnNats {
    static final String STREAM = """
            apiVersion: jetstream.nats.io/v1beta2
            kind: Stream
            metadata:
              name: orders
            spec:
              name: orders
              subjects: [http.orders.>]
              retention: workqueue
              storage: file
              maxMsgs: 1000
            """;
    static final String CONSUMER = """
            apiVersion: jetstream.nats.io/v1beta2
            kind: Consumer
            metadata:
              name: orders
            spec:
              streamName: orders
              durableName: orders
              ackPolicy: explicit
              ackWait: 10s
              filterSubjects: [http.orders.>]
            """;

    static NatsServer nats;
    static Connection connection;
    static JetStreamManagement management;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        nats = NatsServer.started();
        nats.keepAStream();
        connection = nats.connect();
        management = connection.jetStreamManagement();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        connection.close();
        nats.close();
    }

    @AfterEach
    void removeStreams() throws Exception {
        for (String stream : streams()) {
            management.deleteStream(stream);
        }
    }

    static List<String> streams() throws Exception {
        return management.getStreamNames().stream()
                .filter(name -> !name.equals(NatsServer.KEPT_STREAM))
                .toList();
    }

    static Run apply(Path file, String... options) {
        String[] arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"apply", file.toString(), "--server", nats.url()}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        return Run.of(arguments);
    }

    static Run done(String... lines) {
        return new Run(0, String.join("\n", lines) + "\n", "");
    }

    static Run refused(String... lines) {
        return new Run(1, "", String.join("\n", lines) + "\n");
    }

    Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
