package io.pullway.rating.database;

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
 * <p>Plain JDBC: Hibernate would add 0.9 s to the start, which may take two.
 *
 * <p>Any thread may call any method; each blocks, and throws {@link DatabaseException} only.
 */
@Singleton
public class Database {
    /** Reads the row on which the result stands. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private final DataSource pool;

    Database(DataSource pool) {
        this.pool = pool;
    }

    /** All rows of a SELECT. */
    public <T> List<T> rows(String select, RowReader<T> reader, Object... parameters) {
        return execute(select, parameters, readingAll(reader), DatabaseException::reading);
    }

    public <T> List<T> rows(Select select, RowReader<T> reader) {
        return rows(select.sql(), reader, select.parameters());
    }

    /** The row of a SELECT that finds one at most. */
    public <T> Optional<T> row(String select, RowReader<T> reader, Object... parameters) {
        return rows(select, reader, parameters).stream().findFirst();
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
        return execute(sql, parameters, readingAll(reader), DatabaseException::changing);
    }

    /** How many rows a statement changed. */
    public int change(String sql, Object... parameters) {
        return execute(sql, parameters, PreparedStatement::executeUpdate, DatabaseException::changing);
    }

    /** A column of {@code timestamptz} that is never null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private <T> T execute(
            String sql, Object[] parameters, Work<T> work, Function<SQLException, DatabaseException> failure) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return work.with(statement);
        } catch (SQLException e) {
            throw failure.apply(e);
        }
    }

    private Connection connect() {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw DatabaseException.connecting(e);
        }
    }

    private static <T> Work<List<T>> readingAll(RowReader<T> reader) {
        return statement -> {
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        };
    }
}
