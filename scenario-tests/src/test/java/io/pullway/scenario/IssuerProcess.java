package io.pullway.scenario;

import io.pullway.fixtures.JavaProcess;
import io.pullway.fixtures.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code pullway issuer}, with keys in a folder of the test's own. It keeps its port when it is started again. */
final class IssuerProcess implements Endpoint, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final int port = Ports.free();
    private final List<String> options;
    private JavaProcess process;

    /** Not yet started. @param options more ones, such as {@code --valid 2s} */
    IssuerProcess(String... options) {
        this.options = List.of(options);
    }

    /** Returns when it answers. */
    IssuerProcess start(Path keys) {
        List<String> arguments =
                new ArrayList<>(List.of("issuer", "--port", Integer.toString(port), "--keys", keys.toString()));
        arguments.addAll(options);
        process = JavaProcess.jar(Checkout.commandLine())
                .shortLived()
                .arguments(arguments.toArray(String[]::new))
                .start("pullway-issuer");
        process.awaitLine(url(), LIMIT);
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public int port() {
        return port;
    }

    void stop() {
        process.close();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
