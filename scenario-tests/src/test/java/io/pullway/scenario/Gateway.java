package io.pullway.scenario;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Caddy before the proxies, with the very configuration of {@code scripts/run-local}. */
final class Gateway implements Endpoint, AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final int port = Ports.free();
    private final ProcessBuilder caddy;
    private final Path log;
    private Process process;

    Gateway(List<? extends Endpoint> proxies, Path log) {
        this.log = log;
        caddy = new ProcessBuilder(
                        find(),
                        "run",
                        "--adapter",
                        "caddyfile",
                        "--config",
                        Checkout.root().resolve("scripts/lib/Caddyfile").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        caddy.environment().put("PULLWAY_GATEWAY_PORT", Integer.toString(port));
        caddy.environment()
                .put(
                        "PULLWAY_PROXIES",
                        proxies.stream()
                                .map(proxy -> "127.0.0.1:" + proxy.port())
                                .collect(Collectors.joining(" ")));
        start();
    }

    private void start() {
        try {
            process = caddy.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(SOON, "the gateway answers", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("Caddy ended at once; see " + log);
            }
            return isUp();
        });
    }

    /** Ends it as told, with what it has in hand, and starts it anew; returns when it answers. */
    void replace() {
        process.destroy();
        Await.until(SOON, "the gateway ends", () -> !process.isAlive());
        start();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private boolean isUp() {
        try (RawHttp connection = RawHttp.connect(this)) {
            return connection
                            .send(RawRequest.get("/api/-/ready").bytes())
                            .readFinal(false)
                            .status()
                    == 204;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Found or built as for run-local. */
    private static String find() {
        try {
            Process tools = new ProcessBuilder(
                            Checkout.root().resolve("scripts/tools").toString(), "caddy")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String path = new String(tools.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (path.isEmpty()) {
                throw new AssertionError("scripts/tools caddy found none");
            }
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
