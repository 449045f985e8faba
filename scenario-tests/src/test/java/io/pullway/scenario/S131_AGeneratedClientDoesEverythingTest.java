package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code scripts/test-client}: nothing of the API is beyond a client that was generated from its document. */
@Tag("api")
final class S131_AGeneratedClientDoesEverythingTest {
    @Test
    void eachOperationIsUsed() throws IOException, InterruptedException {
        try (Platform platform = Platform.of("S131")
                .proxies(2)
                .echoes(0)
                .ratings(2)
                .moderations(1)
                .start()) {
            CheckoutScript.Result client = CheckoutScript.run(
                    "test-client",
                    "--target",
                    "http://127.0.0.1:" + platform.proxy(1).port() + "/api",
                    "--keys",
                    Tokens.keys().toString());

            assertThat(client.exit()).as(client.output()).isZero();
            assertThat(client.output()).contains("Did everything: ");
        }
    }
}
