package io.pullway.cli.doctor;

import java.util.Locale;

/** How bad a {@link Finding} is, the worst first. */
public enum Severity {
    /** Requests fail or are lost now, or will without a further warning. */
    ERROR,
    /** Nothing fails yet. */
    WARNING,
    /** To know; nothing has to be done. */
    NOTE;

    /** As it is written in results. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
