package io.pullway.scenario;

import io.pullway.fixtures.JavaProcess;
import io.pullway.fixtures.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One application of a {@link Platform} in a process of its own: a proxy or an instance of a service. It
 * keeps its ports when it is ended and started again. Any thread may call any method.
 */
final class Program implements Endpoint {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final JavaProcess.Command command;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final List<JavaProcess> processes = new ArrayList<>();
    private JavaProcess lastReady;

    /** @param environment of the process, on top of what every program here gets */
    Program(String name, Path jar, Map<String, String> environment) {
        this.name = name;
        this.command = JavaProcess.jar(jar)
                .shortLived()
                .option("-Xmx256m")
                .environment("QUARKUS_HTTP_HOST", "127.0.0.1")
                .environment("QUARKUS_HTTP_PORT", Integer.toString(port))
                .environment("QUARKUS_MANAGEMENT_HOST", "127.0.0.1")
                .environment("QUARKUS_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.forEach(command::environment);
    }

    /** Its name, such as {@code proxy-1} or {@code echo-2}; an instance of a service answers with it. */
    String name() {
        return name;
    }

    /** Starts it, the first time or again after its end; returns before it is ready. */
    synchronized void start() {
        if (!processes.isEmpty() && process().isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        processes.add(command.start(name));
    }

    /** @throws AssertionError with its last lines, when its health is not "ready" within a minute */
    void awaitReady() {
        process().awaitHttp(readiness(), READY_LIMIT);
    }

    /** Whether its process runs and has been ready; once it has, it is not asked again. */
    synchronized boolean hasBecomeReady() {
        if (lastReady != process() && process().answersOk(readiness())) {
            lastReady = process();
        }
        return lastReady == process() && process().isAlive();
    }

    /** Its process; after a restart the newest. */
    synchronized JavaProcess process() {
        return processes.getLast();
    }

    /** Where a proxy answers; nothing listens there in a service. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public int port() {
        return port;
    }

    /** An address of its management port, such as {@code /q/metrics}. */
    URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    private URI readiness() {
        return management("/q/health/ready");
    }

    /** All that it printed, in all its lives. */
    synchronized String output() {
        StringBuilder output = new StringBuilder();
        processes.forEach(process -> output.append(process.output()));
        return output.toString();
    }

    /** Ends it at once, and keeps what it printed in {@code folder}. */
    synchronized void close(Path folder) {
        processes.forEach(JavaProcess::kill);
        try {
            Logs.write(folder, name, output());
        } finally {
            processes.forEach(JavaProcess::close);
            processes.clear();
        }
    }
}
