package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.fixtures.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From a rating to whoever listens: through the outbox, the stream of events and the other proxy. */
final class S86_ABrowserHearsOfRatingsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aNewRatingIsHeardAtTheOtherProxy() throws Exception {
        try (Platform platform =
                Platform.of("S86").proxies(2).echoes(0).ratings(1).start()) {
            String admin = Tokens.admin();
            String user = created(platform, "users", "{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}", admin);
            String service = created(platform, "services", "{\"name\":\"Tea\"}", admin);
            try (EventListener listener = EventListener.of(platform.proxy(2), "ratings/" + service, null)) {
                String rating = "{\"userId\":" + user + ",\"serviceId\":" + service + ",\"score\":4}";
                String id = created(platform, "ratings", rating, admin);

                Await.until(SOON, "it hears", () -> !listener.messages().isEmpty());
                JsonNode event = new ObjectMapper().readTree(listener.messages().getFirst());
                assertThat(event.path("type").asText()).isEqualTo("io.pullway.rating.created");
                assertThat(event.path("subject").asText()).isEqualTo("ratings/" + id);
                assertThat(event.path("data").path("score").asInt()).isEqualTo(4);
            }
        }
    }

    private static String created(Platform platform, String collection, String json, String bearer) {
        RawAnswer answer = RawRequest.post("/api/" + collection, json.getBytes(StandardCharsets.UTF_8))
                .field("Content-Type", "application/json")
                .field("Authorization", bearer)
                .sendTo(platform.proxy(1));
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.value("location").orElseThrow().replaceFirst(".*/", "");
    }
}
