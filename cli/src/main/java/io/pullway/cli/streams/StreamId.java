package io.pullway.cli.streams;

/** @param domain the JetStream domain, empty for the server's own */
record StreamId(String domain, String name) {}
