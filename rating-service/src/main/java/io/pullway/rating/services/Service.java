package io.pullway.rating.services;

/**
 * A service that can be rated, as clients see it.
 *
 * @param description null where there is none
 */
public record Service(long id, String name, String description) {}
