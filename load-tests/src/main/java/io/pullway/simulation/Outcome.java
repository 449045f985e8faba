package io.pullway.simulation;

/** What became of a request, as its sender sees it. */
public enum Outcome {
    /** As it has to be. */
    ANSWERED,
    /** 429 or 503: not now, and nothing was done. Said in time, this is no failure. */
    REFUSED,
    /** No answer: the connection failed, or the sender's patience ended. */
    LOST,
    /** Another status, the answer to something else, or what was done twice or not at all when it is looked up. */
    WRONG;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /**
     * @param status of the answer, 0 without one
     * @param expected that of success
     * @param right whether the answer's content is that of this request
     */
    public static Outcome of(int status, int expected, boolean right) {
        return switch (status) {
            case 0 -> LOST;
            case TOO_MANY_REQUESTS, UNAVAILABLE -> REFUSED;
            default -> status == expected && right ? ANSWERED : WRONG;
        };
    }

    public boolean isFailure() {
        return this != ANSWERED && this != REFUSED;
    }
}
