package io.pullway.rating.ratings;

import io.pullway.rating.database.Database;
import io.pullway.rating.database.Database.RowReader;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.web.Page;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The stored ratings. Threads and errors: as {@link Database}. */
@Singleton
public class Ratings {
    private static final String COLUMNS = "id, user_id, service_id, score, comment, created_at, updated_at, version";
    private static final RowReader<Versioned<Rating>> ROW = Versioned.reader(Ratings::rating);

    private final Database database;

    Ratings(Database database) {
        this.database = database;
    }

    /**
     * @throws io.pullway.rating.database.DatabaseException with the violated constraint when the database
     *     refuses the rating: only it can decide when two ratings of a pair arrive at once
     */
    public Versioned<Rating> create(NewRating rating) {
        return database.insert(
                "INSERT INTO ratings (user_id, service_id, score, comment) VALUES (?, ?, ?, ?) RETURNING " + COLUMNS,
                ROW,
                rating.userId(),
                rating.serviceId(),
                rating.score(),
                rating.comment());
    }

    public Optional<Versioned<Rating>> read(long id) {
        return database.row("SELECT " + COLUMNS + " FROM ratings WHERE id = ?", ROW, id);
    }

    /** In the order of their ids; one more than the page holds when there are more. */
    public List<Rating> list(Page page) {
        return database.rows(
                "SELECT " + COLUMNS + " FROM ratings ORDER BY id OFFSET ? LIMIT ?",
                Ratings::rating,
                page.first(),
                page.size() + 1);
    }

    private static Rating rating(ResultSet row) throws SQLException {
        return new Rating(
                row.getLong("id"),
                row.getLong("user_id"),
                row.getLong("service_id"),
                row.getInt("score"),
                row.getString("comment"),
                Database.instant(row, "created_at"),
                Database.instant(row, "updated_at"));
    }
}
