package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code scripts/test-api}: every operation, with what its document allows and what it forbids. */
@Tag("api")
final class S87_TheApiIsAsItsDocumentSaysTest {
    private static final int SECONDS = 120;

    @Test
    void schemathesisFindsNothing() throws IOException, InterruptedException {
        try (Platform platform =
                Platform.of("S87").proxies(2).echoes(0).ratings(2).start()) {
            Process test = new ProcessBuilder(List.of(
                            Checkout.root().resolve("scripts/test-api").toString(),
                            "--target",
                            "http://127.0.0.1:" + platform.proxy(1).port() + "/api",
                            "--keys",
                            Tokens.keys().toString(),
                            "--seconds",
                            Integer.toString(SECONDS),
                            "--no-color"))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(test.waitFor()).as(output).isZero();
            assertThat(output).contains("Tested: ");
        }
    }
}
