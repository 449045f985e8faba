package io.pullway.rating.database;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** All rows of a statement that returns rows, {@code INSERT … RETURNING} too. */
    public <T> List<T> rows(String sql, RowReader<T> reader, Object... parameters) {
        return execute(sql, parameters, statement -> {
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (result.next()) {
                    rows.add(reader.read(result));
                }
                return rows;
            }
        });
    }

    /** The row of a statement that returns one at most. */
    public <T> Optional<T> row(String sql, RowReader<T> reader, Object... parameters) {
        return rows(sql, reader, parameters).stream().findFirst();
    }

    /** How many rows a statement changed. */
    public int change(String sql, Object... parameters) {
        return execute(sql, parameters, PreparedStatement::executeUpdate);
    }

    private <T> T execute(String sql, Object[] parameters, Work<T> work) {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return work.with(statement);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
