package io.pullway.rating.database;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A stored thing and how often it has been written: 1 when it was made, one more at each change. An id never comes
 * back, so one id with one version always was the same.
 *
 * @param <T> the thing as clients see it
 */
public record Versioned<T>(T value, long version) {
    /** Reads rows that have the column {@code version} too. */
    public static <T> Database.RowReader<Versioned<T>> reader(Database.RowReader<T> value) {
        return (ResultSet row) -> versioned(value, row);
    }

    private static <T> Versioned<T> versioned(Database.RowReader<T> value, ResultSet row) throws SQLException {
        return new Versioned<>(value.read(row), row.getLong("version"));
    }
}
