package io.pullway.wire;

/** The names of Pullway's own HTTP fields. They never come from a client and never reach one. */
final class OwnFields {
    static final String PREFIX = "pullway-";

    static final String VERSION = "pullway-version";
    static final String REQUEST_ID = "pullway-request-id";
    static final String REPLY_TO = "pullway-reply-to";
    static final String BUDGET_MS = "pullway-budget-ms";
    static final String ATTEMPT = "pullway-attempt";
    static final String CLAIM = "pullway-claim";

    static final String SERVED_BY = "pullway-served-by";
    static final String QUEUE_WAIT_MS = "pullway-queue-wait-ms";
    static final String OUTCOME = "pullway-outcome";

    static final String STATE = "pullway-state";
    static final String KIND = "pullway-kind";
    static final String FINGERPRINT = "pullway-fingerprint";
    static final String PRINCIPAL = "pullway-principal";
    static final String DEADLINE = "pullway-deadline";
    static final String NONCE = "pullway-nonce";
    static final String REPEATABLE = "pullway-repeatable";

    private OwnFields() {}
}
