package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
            CheckoutScript.Result test = CheckoutScript.run(
                    "test-api",
                    "--target",
                    "http://127.0.0.1:" + platform.proxy(1).port() + "/api",
                    "--keys",
                    Tokens.keys().toString(),
                    "--seconds",
                    Integer.toString(SECONDS),
                    "--no-color");

            assertThat(test.exit()).as(test.output()).isZero();
            assertThat(test.output()).contains("Tested: ");
        }
    }
}
