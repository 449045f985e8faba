package io.pullway.proxy;

import java.io.IOException;

/** JetStream says that no stream keeps the answers of a resource: nothing was stored, and no client can ask for them. */
final class NoStreamException extends IOException {
    private static final long serialVersionUID = 1L;

    NoStreamException(String resource) {
        super("no stream keeps the answers of " + resource);
    }
}
