package io.pullway.rating.users;

import io.pullway.rating.database.Database;
import io.pullway.rating.database.Database.RowReader;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.web.Page;
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

    private final Database database;

    Users(Database database) {
        this.database = database;
    }

    public Versioned<User> create(NewUser user) {
        return database.insert(
                "INSERT INTO users (first_name, last_name) VALUES (?, ?) RETURNING " + COLUMNS,
                ROW,
                user.firstName(),
                user.lastName());
    }

    public Optional<Versioned<User>> read(long id) {
        return database.row("SELECT " + COLUMNS + " FROM users WHERE id = ?", ROW, id);
    }

    /** In the order of their ids; one more than the page holds when there are more. */
    public List<User> list(Page page) {
        return database.rows(
                "SELECT " + COLUMNS + " FROM users ORDER BY id OFFSET ? LIMIT ?",
                Users::user,
                page.first(),
                page.size() + 1);
    }

    /**
     * Deletes the user and, by the foreign key, all the user's ratings.
     *
     * @return false when there is no such user
     */
    public boolean delete(long id) {
        return database.change("DELETE FROM users WHERE id = ?", id) > 0;
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
