package io.pullway.rating.database;

import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A statement failed; {@link #effect} says what that means for whoever wanted it. */
public final class DatabaseException extends RuntimeException {
    /** What a failed statement may have done. */
    public enum Effect {
        /** Nothing, because the database is away, busy or full, or others were in the way: it may succeed later. */
        NOT_NOW,
        /** Nobody knows: the connection broke while the statement may have been running. */
        UNKNOWN,
        /** Nothing: row-level security does not let this caller do it. */
        FORBIDDEN,
        /** Nothing: the database refused it. */
        REFUSED
    }

    /** {@code insufficient_privilege}. */
    private static final String FORBIDDEN = "42501";

    private final Effect effect;

    private DatabaseException(Effect effect, SQLException cause) {
        super(cause.getMessage(), cause);
        this.effect = effect;
    }

    /** There was no connection to be had, from the server or from the pool. */
    static DatabaseException connecting(SQLException cause) {
        return new DatabaseException(Effect.NOT_NOW, cause);
    }

    /** A statement that changes nothing failed. */
    static DatabaseException reading(SQLException cause) {
        return new DatabaseException(isConnection(cause) || isNotNow(cause) ? Effect.NOT_NOW : Effect.REFUSED, cause);
    }

    /** A statement that changes something failed. */
    static DatabaseException changing(SQLException cause) {
        if (isConnection(cause)) {
            return new DatabaseException(Effect.UNKNOWN, cause);
        }
        if (FORBIDDEN.equals(cause.getSQLState())) {
            return new DatabaseException(Effect.FORBIDDEN, cause);
        }
        return new DatabaseException(isNotNow(cause) ? Effect.NOT_NOW : Effect.REFUSED, cause);
    }

    public Effect effect() {
        return effect;
    }

    /** The name of the constraint that refused the statement. */
    public Optional<String> violatedConstraint() {
        return getCause() instanceof PSQLException refused
                ? Optional.ofNullable(refused.getServerErrorMessage()).map(ServerErrorMessage::getConstraint)
                : Optional.empty();
    }

    /** Class 08: said by the driver, which saw the connection end. */
    private static boolean isConnection(SQLException cause) {
        return hasState(cause, "08");
    }

    /**
     * Said by the server, after it rolled the statement back. Class 53: out of connections, memory, disk; 57P:
     * starting, shutting down, crashed; 40: a deadlock, or a conflict with another transaction (40003, which leaves it open,
     * PostgreSQL never says); 55P03: a lock was not to be had in time.
     */
    private static boolean isNotNow(SQLException cause) {
        return Stream.of("53", "57P", "40", "55P03").anyMatch(state -> hasState(cause, state));
    }

    private static boolean hasState(SQLException cause, String prefix) {
        return cause.getSQLState() != null && cause.getSQLState().startsWith(prefix);
    }
}
