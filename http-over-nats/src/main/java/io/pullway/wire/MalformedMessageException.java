package io.pullway.wire;

/**
 * The refusal of the codec: these bytes are not an HTTP message of the contract, or this message
 * cannot be written as one. The message says what is wrong in one plain sentence and never quotes the
 * input, which may hold credentials.
 *
 * <p>Without a stack trace: it is an answer to bad input, not a bug, and bad input may come often.
 */
public class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String reason) {
        super(reason, null, false, false);
    }
}
