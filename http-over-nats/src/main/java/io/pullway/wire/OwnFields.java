package io.pullway.wire;

/** The names of Pullway's own HTTP fields. They never come from a client and never reach one. */
final class OwnFields {
    static final String PREFIX = "pullway-";

    static final String VERSION = "pullway-version";
    static final String REQUEST_ID = "pullway-request-id";
    static final String REPLY_TO = "pullway-reply-to";
    static final String BUDGET_MS = "pullway-budget-ms";
    static final String CLAIM = "pullway-claim";

    static final String SERVED_BY = "pullway-served-by";
    static final String QUEUE_WAIT_MS = "pullway-queue-wait-ms";
    static final String OUTCOME = "pullway-outcome";

    private OwnFields() {}
}
