package io.pullway.cli.doctor;

import io.pullway.cli.streams.RefusedException;

/** Looks at one side of a platform. Changes nothing there. Used by one thread. */
public interface Check {
    /** One or two words, lower case. */
    String name();

    /** @throws RefusedException when the rest of it cannot be looked at; what is in {@code notes} by then counts */
    void look(Notes notes) throws RefusedException, InterruptedException;

    /** What it finds; never fails, but for an interruption. */
    default Section examine() throws InterruptedException {
        Notes notes = new Notes();
        try {
            look(notes);
        } catch (RefusedException e) {
            notes.notLookedAt(e.getMessage());
        }
        return notes.section(name());
    }
}
