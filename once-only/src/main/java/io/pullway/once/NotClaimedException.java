package io.pullway.once;

import jakarta.ws.rs.ServiceUnavailableException;

/**
 * The database did not take the row of the request: the method was not run and nothing has happened. 503,
 * unless the application maps it.
 */
public final class NotClaimedException extends ServiceUnavailableException {
    private static final long serialVersionUID = 1L;

    NotClaimedException(String message, Throwable cause) {
        super(message, 1L, cause);
    }
}
