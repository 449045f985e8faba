package io.pullway.wire;

/**
 * A request of a contract version that this code does not know. Carries what is needed to say so to
 * the sender: both may be null, when even these fields are missing.
 */
public final class UnsupportedVersionException extends MalformedMessageException {
    private static final long serialVersionUID = 1L;

    private final transient RequestId requestId;
    private final String replyTo;

    UnsupportedVersionException(RequestId requestId, String replyTo) {
        super("the field pullway-version names a version that is not supported");
        this.requestId = requestId;
        this.replyTo = replyTo;
    }

    public RequestId requestId() {
        return requestId;
    }

    public String replyTo() {
        return replyTo;
    }
}
