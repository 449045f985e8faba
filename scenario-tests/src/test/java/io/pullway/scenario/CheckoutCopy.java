package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A copy of this checkout, to be built and changed: what is committed or would be, with the programs of {@code .tools} and nothing
 * else that was built. What its commands say is kept beside it.
 */
final class CheckoutCopy {
    /** How long a command may take. */
    static final Duration STEP_LIMIT = Duration.ofMinutes(10);

    private static final String COPYING =
            "cd \"$1\" && git ls-files -z --cached --others --exclude-standard | tar --null --create --files-from=- |"
                    + " tar --extract --directory=\"$2\" && rm -f \"$2/.tools\" && ln -s \"$1/.tools\" \"$2/.tools\" && cd \"$2\" &&"
                    + " git init --quiet && git add --all";

    private final Path root;

    private CheckoutCopy(Path root) {
        this.root = root;
    }

    /** @param root a folder that is not there yet */
    static CheckoutCopy at(Path root) throws Exception {
        CheckoutCopy copy = new CheckoutCopy(Files.createDirectories(root));
        copy.run("copy", "bash", "-c", COPYING, "copy", Checkout.root().toString(), root.toString());
        return copy;
    }

    Path path(String inside) {
        return root.resolve(inside);
    }

    /**
     * Runs a command in its root to the end.
     *
     * @throws AssertionError with what it said, when it fails or is not done within {@link #STEP_LIMIT}
     */
    void run(String name, String... command) throws Exception {
        Process process = start(name, command);
        boolean ended = process.waitFor(STEP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended && process.exitValue() == 0)
                .as("%s:%n%s", String.join(" ", command), said(name))
                .isTrue();
    }

    /** Starts a command in its root. */
    Process start(String name, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        // Beside the checkout, and not beside its copy.
        builder.environment()
                .putIfAbsent(
                        "PULLWAY_CRDS",
                        Checkout.root().resolveSibling("shared/crds").toString());
        return builder.start();
    }

    /** All that the command of this name has said so far. */
    String said(String name) {
        try {
            return Files.readString(log(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path log(String name) {
        return root.resolveSibling(root.getFileName() + "-" + name + ".log");
    }
}
