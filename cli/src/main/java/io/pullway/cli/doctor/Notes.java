package io.pullway.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** What a {@link Check} writes down while it looks. Used by one thread. */
public final class Notes {
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> notLookedAt = new ArrayList<>();

    void error(String what, String why, String command) {
        findings.add(new Finding(Severity.ERROR, what, why, command));
    }

    void warning(String what, String why, String command) {
        findings.add(new Finding(Severity.WARNING, what, why, command));
    }

    void note(String what, String why, String command) {
        findings.add(new Finding(Severity.NOTE, what, why, command));
    }

    void notLookedAt(String what) {
        notLookedAt.add(what);
    }

    Section section(String name) {
        return new Section(name, List.copyOf(findings), List.copyOf(notLookedAt));
    }
}
