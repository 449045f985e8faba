package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** As somebody starts it who has set nothing. */
@QuarkusTest
@WithTestResource(NoIdentityTest.PostgresAlone.class)
class NoIdentityTest {
    @Test
    void without_an_issuer_everybody_reads_and_nobody_writes() {
        assertThat(Api.anonymously("GET", "/users/1", null).status()).isEqualTo(200);
        assertThat(Api.get("/ratings").status()).isEqualTo(200);
        Api.post("/services", "{\"name\":\"Tea\"}").problem(401);
        Api.anonymously(
                        "POST",
                        "/services",
                        BodyPublishers.ofString("{\"name\":\"Tea\"}"),
                        "content-type",
                        "application/json")
                .problem(401);
        Api.send("DELETE", "/users/1", null, "x-api-key", "pwk_" + "A".repeat(43))
                .problem(401);
    }

    /** Without the keys of an issuer. */
    public static final class PostgresAlone extends PostgresForTests {
        @Override
        public Map<String, String> start() {
            Map<String, String> properties = new HashMap<>(super.start());
            properties.remove("pullway.identity.jwks");
            return properties;
        }
    }
}
