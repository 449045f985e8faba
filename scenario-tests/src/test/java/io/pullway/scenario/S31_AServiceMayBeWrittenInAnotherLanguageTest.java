package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.fixtures.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code docs/examples/worker.py}, written from {@code docs/wire-contract.md} alone, serves behind the real proxy. */
final class S31_AServiceMayBeWrittenInAnotherLanguageTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void thePythonWorkerAnswers() {
        Path examples = Checkout.root().resolve("docs/examples");
        try (Platform platform = Platform.of("S31").echoes(0).start();
                Worker worker = Worker.start(platform, examples)) {
            Await.until(
                    SOON,
                    "the worker answers",
                    () -> worker.isAlive()
                            && RawRequest.get("/api/hello")
                                            .field("Prefer", "wait=2")
                                            .sendTo(platform.proxy(1))
                                            .status()
                                    == 200);

            for (int i = 0; i < 20; i++) {
                assertThat(RawRequest.get("/api/hello")
                                .sendTo(platform.proxy(1))
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    private record Worker(Process process) implements AutoCloseable {
        static Worker start(Platform platform, Path examples) {
            try (JavaProcess apply = JavaProcess.jar(Checkout.commandLine())
                    .shortLived()
                    .arguments(
                            "apply",
                            examples.resolve("hello-service.yaml").toString(),
                            "--server",
                            platform.nats().url())
                    .start("pullway-apply")) {
                assertThat(apply.awaitExit(SOON)).as(apply.output()).isZero();
            }
            try {
                return new Worker(new ProcessBuilder(
                                "python3",
                                examples.resolve("worker.py").toString(),
                                platform.nats().url())
                        .inheritIO()
                        .start());
            } catch (IOException e) {
                throw new UncheckedIOException("This scenario needs python3 on the PATH", e);
            }
        }

        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
    }
}
