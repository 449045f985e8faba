package io.pullway.rating.users;

/** A user as clients see it. */
public record User(long id, String firstName, String lastName) {}
