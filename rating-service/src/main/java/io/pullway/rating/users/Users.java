package io.pullway.rating.users;

import io.pullway.rating.database.Database;
import io.pullway.rating.database.Database.RowReader;
import io.pullway.rating.database.LikePattern;
import io.pullway.rating.database.Select;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.web.Listing;
import io.pullway.rating.web.SortKey;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The stored users. Threads and errors: as {@link Database}. */
@Singleton
public class Users {
    private static final String COLUMNS = "id, first_name, last_name, created_at, updated_at, version";
    private static final RowReader<Versioned<User>> ROW = Versioned.reader(Users::user);

    /** What a list can be sorted by; first what it is sorted by without a wish. */
    static final List<SortKey<User>> ORDERS = List.of(
            SortKey.id(),
            SortKey.text("firstName", "first_name", User::firstName),
            SortKey.text("lastName", "last_name", User::lastName),
            SortKey.time("createdAt", "created_at", User::createdAt));

    private final Database database;

    Users(Database database) {
        this.database = database;
    }

    /** @param subject of the one whose profile it is; null for nobody's */
    public Versioned<User> create(NewUser user, String subject) {
        return database.insert(
                "INSERT INTO users (first_name, last_name, subject) VALUES (?, ?, ?) RETURNING " + COLUMNS,
                ROW,
                user.firstName(),
                user.lastName(),
                subject);
    }

    public Optional<Versioned<User>> read(long id) {
        return database.row("SELECT " + COLUMNS + " FROM users WHERE id = ?", ROW, id);
    }

    /** As {@link #read}, and lets nobody else change it before the end of the transaction that the caller has begun. */
    public Optional<Versioned<User>> lock(long id) {
        return database.row("SELECT " + COLUMNS + " FROM users WHERE id = ? FOR NO KEY UPDATE", ROW, id);
    }

    /** @param text to be found in the full name, upper and lower case alike */
    public List<User> list(Listing<User> part, Optional<String> text) {
        Select select = new Select("SELECT " + COLUMNS + " FROM users");
        text.ifPresent(it -> select.where(
                "(first_name || ' ' || last_name) COLLATE \"und-x-icu\" ILIKE ?", LikePattern.containing(it)));
        return database.rows(part.restrict(select), Users::user);
    }

    /**
     * Replaces what was found.
     *
     * @return empty when it has been changed or deleted since
     */
    public Optional<Versioned<User>> replace(Versioned<User> found, NewUser user) {
        return database.changed(
                "UPDATE users SET first_name = ?, last_name = ?, version = version + 1, updated_at = clock_timestamp()"
                        + " WHERE id = ? AND version = ? RETURNING " + COLUMNS,
                ROW,
                user.firstName(),
                user.lastName(),
                found.value().id(),
                found.version());
    }

    /**
     * Deletes what was found and, by the foreign key, all the user's ratings.
     *
     * @return false when it has been changed or deleted since
     */
    public boolean delete(Versioned<User> found) {
        return database.change(
                        "DELETE FROM users WHERE id = ? AND version = ?",
                        found.value().id(),
                        found.version())
                > 0;
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                row.getLong("id"),
                row.getString("first_name"),
                row.getString("last_name"),
                Database.instant(row, "created_at"),
                Database.instant(row, "updated_at"));
    }
}
