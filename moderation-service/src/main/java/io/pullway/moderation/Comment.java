package io.pullway.moderation;

/** What somebody wants to publish. */
public record Comment(String text) {}
