package io.pullway.rating.keys;

import io.pullway.rating.database.Database;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The stored API keys. Row-level security shows a caller none but their own. Threads and errors: as {@link Database}.
 */
@Singleton
class ApiKeys {
    /** At most so many of one user: a list of them needs no pages then. */
    static final int MOST = 20;

    private static final String COLUMNS = "id, name, last_four, created_at";

    private final Database database;

    ApiKeys(Database database) {
        this.database = database;
    }

    /** Empty when the user has as many as may be (of several that are made at once a few more may get through). */
    Optional<ApiKey> create(long userId, String name, KeySecret secret) {
        return database.changed(
                "INSERT INTO api_keys (user_id, name, hash, last_four) SELECT ?, ?, ?, ?"
                        + " WHERE (SELECT count(*) FROM api_keys WHERE user_id = ?) < " + MOST + " RETURNING "
                        + COLUMNS,
                ApiKeys::apiKey,
                userId,
                name,
                secret.hash(),
                secret.lastFour(),
                userId);
    }

    /** In the order in which they were made. */
    List<ApiKey> list(long userId) {
        return database.rowsOfCaller(
                "SELECT " + COLUMNS + " FROM api_keys WHERE user_id = ? ORDER BY id", ApiKeys::apiKey, userId);
    }

    Optional<ApiKey> read(long userId, long id) {
        return list(userId).stream().filter(key -> key.id() == id).findFirst();
    }

    /** @return false when the user has no such key */
    boolean delete(long userId, long id) {
        return database.change("DELETE FROM api_keys WHERE id = ? AND user_id = ?", id, userId) > 0;
    }

    /** The subject of the user to whom the key belongs. */
    Optional<String> subjectOf(KeySecret secret) {
        return database.row(
                        "SELECT pullway_subject_of_key(?) AS subject",
                        row -> Optional.ofNullable(row.getString("subject")),
                        (Object) secret.hash())
                .flatMap(subject -> subject);
    }

    private static ApiKey apiKey(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getLong("id"),
                row.getString("name"),
                row.getString("last_four"),
                Database.instant(row, "created_at"));
    }
}
