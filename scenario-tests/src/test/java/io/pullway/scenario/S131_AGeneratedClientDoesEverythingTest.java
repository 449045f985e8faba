package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code scripts/test-client}: nothing of the API is beyond a client that was generated from its document. */
@Tag("api")
final class S131_AGeneratedClientDoesEverythingTest {
    /** One is sent again, the other one erased. */
    private static final int DEAD_LETTERS = 2;

    @Test
    void eachOperationIsUsedWithSuccess() throws IOException, InterruptedException {
        try (IssuerProcess page = new IssuerProcess().start(Tokens.keys());
                Platform platform = SignInPlatform.withSignIn(Platform.of("S131"), page)
                        // A dead instance's work comes back after 2 s instead of 10.
                        .streams(text -> text.replace("ackWait: 10s", "ackWait: 2s"))
                        .proxies(2)
                        .echoes(1)
                        .ratings(2)
                        .moderations(1)
                        .start()) {
            for (int i = 0; i < DEAD_LETTERS; i++) {
                Burial.of(RawRequest.post("/api/echo/unsafe?delay=1500", new byte[0]), platform);
            }
            CheckoutScript.Result client = CheckoutScript.run(
                    "test-client",
                    "--target",
                    "http://127.0.0.1:" + platform.proxy(1).port() + "/api",
                    "--keys",
                    Tokens.keys().toString());

            assertThat(client.exit()).as(client.output()).isZero();
            assertThat(client.output()).contains("Did everything: ").doesNotContain("Never with success: ");
        }
    }
}
