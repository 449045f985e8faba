package io.pullway.once;

import jakarta.ws.rs.ServiceUnavailableException;

/**
 * Another delivery of the same request is being worked on. The request is given back and comes again; who
 * asks by an ordinary port gets 503, as nothing has happened here.
 */
public final class StillRunningException extends ServiceUnavailableException {
    private static final long serialVersionUID = 1L;

    StillRunningException(long retryAfterSeconds, Throwable cause) {
        super("another delivery of this request is being worked on", retryAfterSeconds, cause);
    }
}
