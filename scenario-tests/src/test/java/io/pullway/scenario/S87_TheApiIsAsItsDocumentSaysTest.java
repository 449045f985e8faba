package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code scripts/test-api}: every operation, with what its document allows and what it forbids. */
@Tag("api")
final class S87_TheApiIsAsItsDocumentSaysTest {
    private static final int SECONDS = 120;

    /** {@code /-/events} and {@code /-/platform}, whose answers do not end. */
    private static final int LEFT_OUT = 2;

    private static final Pattern OPERATIONS = Pattern.compile("Selected: (\\d+)/(\\d+)\\s+Tested: (\\d+)\\s");

    @Test
    void schemathesisFindsNothing() throws IOException, InterruptedException {
        try (IssuerProcess page = new IssuerProcess().start(Tokens.keys());
                Platform platform = SignInPlatform.withSignIn(Platform.of("S87"), page)
                        .proxies(2)
                        .echoes(0)
                        .ratings(2)
                        .start()) {
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
            Matcher operations = OPERATIONS.matcher(test.output());
            assertThat(operations.find()).as(test.output()).isTrue();
            int selected = Integer.parseInt(operations.group(1));
            assertThat(selected).as(test.output()).isEqualTo(Integer.parseInt(operations.group(2)) - LEFT_OUT);
            assertThat(Integer.parseInt(operations.group(3)))
                    .as("tested of those selected\n%s", test.output())
                    .isEqualTo(selected);
        }
    }
}
