package io.pullway.rating.keys;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A request to be let in with what came in {@code X-API-Key}. */
final class ApiKeyRequest extends BaseAuthenticationRequest {
    private final String presented;

    ApiKeyRequest(String presented) {
        this.presented = presented;
    }

    String presented() {
        return presented;
    }
}
