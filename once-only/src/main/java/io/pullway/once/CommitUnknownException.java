package io.pullway.once;

import jakarta.ws.rs.InternalServerErrorException;

/**
 * The commit failed such that nobody knows whether it succeeded, because the connection ended. The request is
 * given back and comes again, and then its row tells; who asks by an ordinary port gets 500.
 */
public final class CommitUnknownException extends InternalServerErrorException {
    private static final long serialVersionUID = 1L;

    CommitUnknownException(Throwable cause) {
        super("it is not known whether the transaction was committed", cause);
    }
}
