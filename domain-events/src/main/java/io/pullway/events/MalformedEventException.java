package io.pullway.events;

/** What was heard is no event: it will not become one by being heard again. */
final class MalformedEventException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedEventException(String sentence) {
        super(sentence, null, false, false);
    }
}
