package io.pullway.wire;

/**
 * What a request message says to the platform, apart from the HTTP request in it.
 *
 * @param requestId the identity of the request
 * @param replyTo the subject that waits for the answer (checked by {@link Subjects#isReplyFor}), or null
 *     when the answer goes to a record
 * @param budgetMillis how long the caller waits, in milliseconds from the moment the NATS server stored
 *     the message; 1 to one hour
 * @param claim sequence of the claim that allows the run, 0 for a plain request
 * @param claimed what that claim says, so that a server need not read it before it starts the request; null
 *     where it has to
 * @param attempt 1, or more where an earlier message of this id may have been run: a caller publishes it as another
 *     message, or a service tells the delivery of its own request, which makes the same calls again
 */
public record RequestEnvelope(
        RequestId requestId,
        String replyTo,
        long budgetMillis,
        long claim,
        RecordEnvelope.Request claimed,
        long attempt) {
    public static final long MAX_BUDGET_MILLIS = 3_600_000;

    /** Numbers of the platform have at most 18 digits. */
    static final long MAX_NUMBER = 999_999_999_999_999_999L;

    public RequestEnvelope {
        if (requestId == null || replyTo == null && claim == 0) {
            throw new IllegalArgumentException("a request needs an id and somewhere to answer");
        }
        if (budgetMillis < 1 || budgetMillis > MAX_BUDGET_MILLIS) {
            throw new IllegalArgumentException("budget outside 1 ms to 1 h: " + budgetMillis);
        }
        if (claim < 0 || claim > MAX_NUMBER) {
            throw new IllegalArgumentException("claim outside 0 to 18 digits: " + claim);
        }
        if (claimed != null && claim == 0) {
            throw new IllegalArgumentException("a request without a claim has claimed nothing");
        }
        if (attempt < 1 || attempt > MAX_NUMBER) {
            throw new IllegalArgumentException("attempt outside 1 to 18 digits: " + attempt);
        }
    }

    /** Of a request that is sent for the first time. */
    public RequestEnvelope(
            RequestId requestId, String replyTo, long budgetMillis, long claim, RecordEnvelope.Request claimed) {
        this(requestId, replyTo, budgetMillis, claim, claimed, 1);
    }

    /** Of one that does not say what was claimed either. */
    public RequestEnvelope(RequestId requestId, String replyTo, long budgetMillis, long claim) {
        this(requestId, replyTo, budgetMillis, claim, null);
    }

    /** Of a call that one service makes of another. */
    public static RequestEnvelope ofCall(RequestId requestId, String replyTo, long budgetMillis, long attempt) {
        return new RequestEnvelope(requestId, replyTo, budgetMillis, 0, null, attempt);
    }

    /** Of the same message, with another budget, in milliseconds. */
    RequestEnvelope within(long millis) {
        return new RequestEnvelope(requestId, replyTo, millis, claim, claimed, attempt);
    }

    /** Of a further message of the same request, with another budget, in milliseconds. */
    RequestEnvelope again(long millis) {
        return new RequestEnvelope(requestId, replyTo, millis, claim, claimed, Math.min(attempt + 1, MAX_NUMBER));
    }
}
