package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Requests of somebody who bears a token, to the echo service. */
final class AuthorizedRequests {
    private AuthorizedRequests() {}

    static void assertRefused(RawAnswer answer) {
        Problems.assertProblem(answer, 401, "unauthorized");
        assertThat(answer.values("www-authenticate"))
                .singleElement()
                .asString()
                .matches("Bearer error=\"invalid_token\", error_description=\"[A-Za-z, ]+\\.\"");
    }

    static RawRequest authorized(String method, String authorization) {
        return RawRequest.of(method, "/api/echo").field("Authorization", authorization);
    }

    static RawRequest keyed(String key, String... authorization) {
        RawRequest request = RawRequest.post("/api/echo", "x".getBytes(StandardCharsets.US_ASCII))
                .field("Idempotency-Key", key);
        Stream.of(authorization).forEach(value -> request.field("Authorization", value));
        return request;
    }

    static RawRequest later(String authorization) {
        return authorized("POST", authorization).field("Prefer", "respond-async");
    }
}
