package io.pullway.once;

/**
 * The commit failed such that nobody knows whether it succeeded, because the connection ended. The request is
 * given back and comes again, and then its row tells.
 */
public final class CommitUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommitUnknownException(Throwable cause) {
        super("it is not known whether the transaction was committed", cause);
    }
}
