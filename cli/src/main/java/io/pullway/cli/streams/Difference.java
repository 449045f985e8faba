package io.pullway.cli.streams;

/** One field that is not as declared. */
record Difference(Field field, Object from, Object to) {
    boolean isPossible() {
        return field.change().isPossible(from, to);
    }

    /** {@code maxMsgs 1000 -> 100000}. */
    @Override
    public String toString() {
        return field.name() + " " + field.type().show(from) + " -> "
                + field.type().show(to);
    }
}
