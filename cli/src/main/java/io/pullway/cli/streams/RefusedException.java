package io.pullway.cli.streams;

/** What was asked for is not done; the message, of one or more lines, tells the user why and what to do. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    public RefusedException(String message) {
        super(message);
    }
}
