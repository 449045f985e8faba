package io.pullway.wire.letters;

/** What was asked for is not done, or it is not known whether it is; the message, one sentence, tells an operator why. */
public final class LetterException extends Exception {
    private static final long serialVersionUID = 1;

    /** What it means to whoever asked. */
    public enum Why {
        /** Nobody has made the stream of dead letters. */
        NO_STREAM,

        /** NATS said no; nothing was changed. */
        REFUSED,

        /** NATS said nothing, and nothing was to be changed. */
        SILENT,

        /** NATS said nothing; what was to be changed may be. */
        UNKNOWN,

        /** This letter cannot be sent again. */
        UNSUITABLE
    }

    private final Why why;

    public LetterException(Why why, String message) {
        super(message);
        this.why = why;
    }

    /** @param what the rest of the sentence, after the id of the letter */
    static LetterException unsuitable(StoredLetter stored, String what) {
        return new LetterException(Why.UNSUITABLE, stored.id() + " " + what);
    }

    public Why why() {
        return why;
    }
}
