package io.pullway.rating.database;

import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A statement was not executed, or nobody knows whether it was. */
public final class DatabaseException extends RuntimeException {
    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }

    /** The name of the constraint that refused the statement. */
    public Optional<String> violatedConstraint() {
        return getCause() instanceof PSQLException refused
                ? Optional.ofNullable(refused.getServerErrorMessage()).map(ServerErrorMessage::getConstraint)
                : Optional.empty();
    }

    /** Whether the database could not be asked, so that the same statement may succeed later. */
    public boolean isUnavailable() {
        String state = ((SQLException) getCause()).getSQLState();
        // Without a state it is the pool that speaks: no connection in time, or the pool is closed.
        // 08: connection. 53: out of connections, memory, disk. 57P: starting, shutting down, crashed.
        return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
    }
}
