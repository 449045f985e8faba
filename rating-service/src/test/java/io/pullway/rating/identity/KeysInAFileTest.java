package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** An issuer that changes its keys in a file, while the service runs. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class KeysInAFileTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** Here it is set; of other tests, which have this class among their beans, it is not. */
    @ConfigProperty(name = "pullway.identity.jwks")
    Optional<String> jwks;

    @Test
    void a_key_that_comes_to_the_file_is_believed_and_those_of_before_still_are() throws IOException {
        Path file = Path.of(URI.create(jwks.orElseThrow()));
        String before = Files.readString(file);
        SigningKey added = SigningKey.p256("added");
        assertThat(status(added)).isEqualTo(401);

        Files.writeString(file, Issuer.jwks(List.of(TestIssuer.RSA, TestIssuer.P256, added)));
        try {
            // An unknown key has the file read once a second at most.
            Await.until(SOON, "it is believed", () -> status(added) == 201);
            assertThat(status(TestIssuer.RSA)).isEqualTo(201);
        } finally {
            Files.writeString(file, before);
        }
    }

    private static int status(SigningKey key) {
        return Api.post(
                        "/services",
                        "{\"name\":\"Tea\"}",
                        "authorization",
                        "Bearer " + Tokens.signed(key, "root", "admin"))
                .status();
    }
}
