package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code PULLWAY_LOG_JSON=true} for every process; without it the log is for people. */
final class S68_TheLogIsForMachinesByOneSwitchTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everyLineIsAnObjectAndTellsWhichRequestItIsAbout() {
        try (Platform platform = Platform.of("S68")
                        .ratings(1)
                        .proxyEnvironment("PULLWAY_LOG_JSON", "true")
                        .serviceEnvironment("PULLWAY_LOG_JSON", "true")
                        .start();
                NatsClient nats = new NatsClient(platform)) {
            NatsClient.Watch replies = nats.watch("reply.>");
            platform.postgres().stop();

            assertThat(RawRequest.get("/api/users").sendTo(platform.proxy(1)).status())
                    .isEqualTo(503);

            JsonNode line = parsed(platform.rating(1).process().awaitLine("event=database-unavailable", SOON));
            assertThat(line.path("mdc").path("requestId").asText())
                    .isEqualTo(replies.next().field("pullway-request-id"));
            assertThat(line.path("level").asText()).isEqualTo("WARN");
            assertThat(line.path("loggerName").asText()).isEqualTo("io.pullway.rating.web.ProblemMapper");
            assertThat(line.path("timestamp").asText()).isNotEmpty();
            for (Program program : List.of(platform.proxy(1), platform.echo(1), platform.rating(1))) {
                assertThat(program.output().lines().filter(text -> text.contains("INFO")))
                        .as(program.name())
                        .isNotEmpty()
                        .allSatisfy(
                                text -> assertThat(parsed(text).path("message").asText())
                                        .isNotEmpty());
            }
        }
    }

    /** Many clusters give the address of a collector to whatever runs there. */
    @Test
    void withoutTheirSwitchesTheLogIsTextAndNothingIsTraced() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        try (TraceCollector collector = new TraceCollector();
                Platform platform = knowing(collector).start()) {
            assertThat(platform.proxy(1).process().awaitLine("Profile prod activated", SOON))
                    .contains(" INFO ");
            assertThat(platform.echo(1).process().awaitLine("Profile prod activated", SOON))
                    .contains(" INFO ");
            assertThat(RawRequest.get("/api/echo")
                            .field("traceparent", trace)
                            .sendTo(platform.proxy(1))
                            .text())
                    .as("what the service gets is the client's own")
                    .contains("[\"traceparent\",\"" + trace + "\"]");
            // Whoever ends exports what is left.
            platform.proxy(1).process().terminate();
            platform.proxy(1).process().awaitLine(" stopped in ", SOON);
            assertThat(collector.spans()).isEmpty();
        }
    }

    private static PlatformSetup knowing(TraceCollector collector) {
        PlatformSetup setup = Platform.of("S68-text");
        collector
                .address()
                .forEach((variable, value) ->
                        setup.proxyEnvironment(variable, value).serviceEnvironment(variable, value));
        return setup;
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + line, e);
        }
    }
}
