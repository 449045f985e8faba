package io.pullway.rating.keys;

import java.time.Instant;

/**
 * An API key in the answer to the request that made it: the only one that shows it.
 *
 * @param key to be sent as {@code X-API-Key}
 */
public record CreatedApiKey(long id, String name, String lastFour, Instant createdAt, String key) {
    static CreatedApiKey of(ApiKey stored, KeySecret secret) {
        return new CreatedApiKey(stored.id(), stored.name(), stored.lastFour(), stored.createdAt(), secret.text());
    }
}
