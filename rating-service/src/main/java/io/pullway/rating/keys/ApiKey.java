package io.pullway.rating.keys;

import java.time.Instant;

/**
 * An API key as its owner sees it in lists.
 *
 * @param name what its owner calls it
 * @param lastFour its last characters, to tell it from others
 */
public record ApiKey(long id, String name, String lastFour, Instant createdAt) {}
