package io.pullway.rating.database;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.pullway.rating.identity.Caller;
import io.pullway.rating.identity.Callers;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The service's PostgreSQL. Each statement takes a connection of the pool and is a transaction of its own,
 * unless the caller has begun one (the pool takes part in it): all that this service does is one statement,
 * and so one round trip.
 *
 * <p>Connections have the rights of the role {@code pullway_rating}, which reads what is public. What changes something,
 * or reads what is not, says along with the statement for whom: row-level security lets through what is the
 * {@link Caller}'s. That costs no round trip of its own.
 *
 * <p>Plain JDBC: Hibernate would add 0.9 s to the start, which may take two.
 *
 * <p>Any thread may call any method; each blocks, and throws {@link DatabaseException} only.
 */
@Singleton
public class Database {
    /**
     * Until the end of the transaction. Sent in front of a statement, in one message with it: without a transaction
     * of the caller both are one (PostgreSQL's implicit transaction, from one Sync to the next).
     */
    private static final String FOR_CALLER =
            "SELECT set_config('pullway.subject', ?, true), set_config('pullway.roles', ?, true),"
                    + " set_config('pullway.traceparent', ?, true); ";

    /** Reads the row on which the result stands. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface ResultReader<T> {
        T of(PreparedStatement executed) throws SQLException;
    }

    private final DataSource pool;
    private final Callers callers;

    Database(DataSource pool, Callers callers) {
        this.pool = pool;
        this.callers = callers;
    }

    /** All rows of a SELECT of what is public. */
    public <T> List<T> rows(String select, RowReader<T> reader, Object... parameters) {
        return execute(Optional.empty(), select, parameters, readingAll(reader), DatabaseException::reading);
    }

    public <T> List<T> rows(Select select, RowReader<T> reader) {
        return rows(select.sql(), reader, select.parameters());
    }

    /** The row of a SELECT of what is public that finds one at most. */
    public <T> Optional<T> row(String select, RowReader<T> reader, Object... parameters) {
        return rows(select, reader, parameters).stream().findFirst();
    }

    /** All rows of a SELECT of what is the caller's. */
    public <T> List<T> rowsOfCaller(String select, RowReader<T> reader, Object... parameters) {
        return execute(callers.current(), select, parameters, readingAll(reader), DatabaseException::reading);
    }

    /** The row that an {@code INSERT … RETURNING} has inserted. */
    public <T> T insert(String insert, RowReader<T> reader, Object... parameters) {
        return changedRows(insert, reader, parameters).getFirst();
    }

    /** The row that an {@code INSERT}, {@code UPDATE} or {@code DELETE … RETURNING} has changed, if it changed one. */
    public <T> Optional<T> changed(String sql, RowReader<T> reader, Object... parameters) {
        return changedRows(sql, reader, parameters).stream().findFirst();
    }

    /** The rows of a statement that changes some. */
    public <T> List<T> changedRows(String sql, RowReader<T> reader, Object... parameters) {
        return execute(callers.current(), sql, parameters, readingAll(reader), DatabaseException::changing);
    }

    /** How many rows a statement changed. */
    public int change(String sql, Object... parameters) {
        return execute(
                callers.current(), sql, parameters, PreparedStatement::getUpdateCount, DatabaseException::changing);
    }

    /** How many rows a statement changed that the service makes of its own accord: there is no caller. */
    public int changeWithoutCaller(String sql, Object... parameters) {
        return execute(
                Optional.empty(), sql, parameters, PreparedStatement::getUpdateCount, DatabaseException::changing);
    }

    /** A column of {@code timestamptz} that is never null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private <T> T execute(
            Optional<Caller> caller,
            String sql,
            Object[] parameters,
            ResultReader<T> result,
            Function<SQLException, DatabaseException> failure) {
        try (Connection connection = connect();
                PreparedStatement statement =
                        connection.prepareStatement(caller.isPresent() ? FOR_CALLER + sql : sql)) {
            int bound = 0;
            if (caller.isPresent()) {
                statement.setString(++bound, caller.get().subject());
                statement.setString(++bound, String.join(",", caller.get().roles()));
                statement.setString(++bound, traceparent());
            }
            for (Object parameter : parameters) {
                statement.setObject(++bound, parameter);
            }
            statement.execute();
            if (caller.isPresent()) {
                statement.getMoreResults();
            }
            return result.of(statement);
        } catch (SQLException e) {
            throw failure.apply(e);
        }
    }

    /** Which trace the events of a change belong to (W3C Trace Context); "" without one. */
    private static String traceparent() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex()
                : "";
    }

    private Connection connect() {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw DatabaseException.connecting(e);
        }
    }

    private static <T> ResultReader<List<T>> readingAll(RowReader<T> reader) {
        return executed -> {
            try (ResultSet result = executed.getResultSet()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        };
    }
}
