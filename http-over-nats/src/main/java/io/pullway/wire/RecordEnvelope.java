package io.pullway.wire;

/**
 * What a record says of its request, apart from the answer in it.
 *
 * @param state how far the request has come
 * @param request what was claimed; the same in all records of one claim
 * @param claim sequence of the claim that this record follows from; 0 in the claim itself, which does not
 *     know its own
 * @param nonce of the one run that was started; null in every other state than STARTED
 * @param repeatable in STARTED: what runs may be run again without harm, because its method is idempotent or
 *     once-only; false in every other state
 */
public record RecordEnvelope(State state, Request request, long claim, String nonce, boolean repeatable) {
    public RecordEnvelope {
        String fault = fault(state, claim, nonce, repeatable);
        if (request == null || fault != null) {
            throw new IllegalArgumentException(request == null ? "a record needs its request" : fault);
        }
    }

    /** How far a request has come. */
    public enum State {
        /** Somebody may publish it; it was never started. */
        CLAIM("claim"),
        /** One run was started. */
        STARTED("started"),
        /** The application answered. Final. */
        ANSWER("answer"),
        /** The platform answered in place of the application. Final. */
        OUTCOME("outcome"),
        /** Had no effect, or one that may be repeated: the next asker claims anew. Holds an answer for who waits. */
        RELEASED("released");

        private final String token;

        State(String token) {
            this.token = token;
        }

        /** As written in {@code pullway-state}. */
        public String token() {
            return token;
        }

        /** Whether there is no answer yet. */
        public boolean isPending() {
            return this == CLAIM || this == STARTED;
        }

        /** Whether nobody ever writes another record after this one. */
        public boolean isFinal() {
            return this == ANSWER || this == OUTCOME;
        }
    }

    /**
     * What was claimed.
     *
     * @param kind {@code KEYED} or {@code LATER}
     * @param fingerprint digest of the request: another one under the same key is refused
     * @param principal who asks: a digest, or a name for everybody without credentials
     * @param deadlineMillis until when it may be started, milliseconds since 1970 on the NATS server's clock
     */
    public record Request(RequestKind kind, String fingerprint, String principal, long deadlineMillis) {
        public Request {
            String fault = fault(kind, fingerprint, principal, deadlineMillis);
            if (fault != null) {
                throw new IllegalArgumentException(fault);
            }
        }

        static String fault(RequestKind kind, String fingerprint, String principal, long deadlineMillis) {
            if (kind != RequestKind.KEYED && kind != RequestKind.LATER) {
                return "a record is of a keyed or an asynchronous request";
            }
            if (fingerprint == null
                    || principal == null
                    || !Subjects.isName(fingerprint)
                    || !Subjects.isName(principal)) {
                return "fingerprint or principal is missing or not of 1 to 64 letters, digits, _ and -";
            }
            return deadlineMillis < 0 || deadlineMillis > RequestEnvelope.MAX_NUMBER
                    ? "the deadline is missing or outside 18 digits"
                    : null;
        }
    }

    /** What is wrong with a record, or null. */
    static String fault(State state, long claim, String nonce, boolean repeatable) {
        if (state == null) {
            return "a record needs a state";
        }
        if (claim < 0 || claim > RequestEnvelope.MAX_NUMBER || (claim == 0) != (state == State.CLAIM)) {
            return "every record but a claim names its claim, with at most 18 digits";
        }
        if ((nonce != null) != (state == State.STARTED) || nonce != null && !Subjects.isName(nonce)) {
            return "a started record, and no other, has a nonce of 1 to 64 letters, digits, _ and -";
        }
        return repeatable && state != State.STARTED ? "only a started record may be repeatable" : null;
    }
}
