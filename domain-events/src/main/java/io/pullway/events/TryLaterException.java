package io.pullway.events;

/**
 * Thrown by a consumer that cannot work at the moment, whatever the event: its database is away. The event comes again, and
 * is never buried for it, nor any sooner later on.
 */
public final class TryLaterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TryLaterException(String message, Throwable cause) {
        super(message, cause);
    }
}
