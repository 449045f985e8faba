package io.pullway.rating.web;

/** What a list has entries of. */
public interface Entry {
    long id();
}
