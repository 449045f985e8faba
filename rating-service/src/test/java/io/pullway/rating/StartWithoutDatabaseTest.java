package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Ports;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusMainTest
@TestProfile(StartWithoutDatabaseTest.NoDatabase.class)
class StartWithoutDatabaseTest {
    @Test
    @Launch(
            value = {},
            exitCode = 1)
    void a_start_without_postgresql_ends_with_a_sentence_that_says_what_to_do(LaunchResult start) {
        assertThat(start.getErrorOutput())
                .contains("Cannot connect to PostgreSQL at jdbc:postgresql://127.0.0.1:")
                .contains("/pullway as somebody. ")
                .contains("Start it, or set PULLWAY_DATABASE_URL, PULLWAY_DATABASE_USER and PULLWAY_DATABASE_PASSWORD.")
                .doesNotContain("secret", "\tat ");
    }

    public static final class NoDatabase implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            String url = "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/pullway?password=secret";
            return Map.of("pullway.database.url", url, "pullway.database.user", "somebody");
        }
    }
}
