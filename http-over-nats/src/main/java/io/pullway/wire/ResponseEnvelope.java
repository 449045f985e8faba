package io.pullway.wire;

/**
 * What an answer says to the platform, apart from the HTTP response in it.
 *
 * @param requestId the request that is answered
 * @param servedBy name of the instance that answers, for people
 * @param queueWaitMillis how long the request was stored before it was started; -1 if it never was
 * @param outcome what the server decided in place of the application, or null: the application answered
 */
public record ResponseEnvelope(RequestId requestId, String servedBy, long queueWaitMillis, Outcome outcome) {
    public ResponseEnvelope {
        if (requestId == null || servedBy == null) {
            throw new IllegalArgumentException("an answer needs the id of its request and the name of its instance");
        }
        if (queueWaitMillis < -1 || queueWaitMillis > RequestEnvelope.MAX_NUMBER) {
            throw new IllegalArgumentException("queue wait outside -1 to 18 digits: " + queueWaitMillis);
        }
    }

    /** Outcomes that a server may report (design: wire contract, "the answer"). */
    public enum Outcome {
        NOT_STARTED("not-started"),
        OUTCOME_UNKNOWN("outcome-unknown"),
        GAVE_UP("gave-up"),
        ANSWER_TOO_LARGE("answer-too-large"),
        BAD_ANSWER("bad-answer"),
        UNSUPPORTED_VERSION("unsupported-version");

        private final String token;

        Outcome(String token) {
            this.token = token;
        }

        /** As written in {@code pullway-outcome} and in the problem type. */
        public String token() {
            return token;
        }

        static Outcome parse(String token) throws MalformedMessageException {
            for (Outcome outcome : values()) {
                if (outcome.token.equals(token)) {
                    return outcome;
                }
            }
            throw new MalformedMessageException("the field pullway-outcome holds an unknown outcome");
        }
    }
}
