package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What every answer of the platform itself has to be. */
final class Problems {
    private Problems() {}

    /** Checks status and type, and all that RFC 9457 and RFC 9209 ask of it. */
    static void assertProblem(RawAnswer answer, int status, String type) {
        assertThat(answer.status()).as("status of %s", answer).isEqualTo(status);
        assertThat(answer.values("content-type")).containsExactly("application/problem+json");
        assertThat(answer.values("proxy-status")).singleElement().asString().matches("pullway; error=[a-z_]+");
        JsonNode problem = answer.json();
        assertThat(problem.get("type").asText()).isEqualTo("urn:pullway:problem:" + type);
        assertThat(problem.get("title").asText()).isNotBlank();
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).isNotBlank();
        assertThat(problem.get("instance").asText()).matches("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        // Nothing of the inside: no class, no stack trace.
        assertThat(answer.text()).doesNotContain("java.", "io.pullway", "Exception", "\tat ");
    }

    /** Also checks that the client is told when to come again. */
    static void assertRetryable(RawAnswer answer, int status, String type) {
        assertProblem(answer, status, type);
        assertThat(answer.values("retry-after")).singleElement().asString().matches("[1-9][0-9]*");
    }
}
