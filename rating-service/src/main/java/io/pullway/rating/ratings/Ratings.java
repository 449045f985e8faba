package io.pullway.rating.ratings;

import io.pullway.rating.database.Database;
import io.pullway.rating.database.Database.RowReader;
import io.pullway.rating.database.Select;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.web.Listing;
import io.pullway.rating.web.SortKey;
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

    /** What a list can be sorted by; first what it is sorted by without a wish. */
    public static final List<SortKey<Rating>> ORDERS = List.of(
            SortKey.id(),
            SortKey.number("score", "score", Rating::score),
            SortKey.time("createdAt", "created_at", Rating::createdAt));

    private final Database database;

    Ratings(Database database) {
        this.database = database;
    }

    /**
     * Only the database can decide when two ratings of a pair arrive at once.
     *
     * @return empty if the user has already rated the service
     * @throws io.pullway.rating.database.DatabaseException with the violated constraint when one of them does not exist
     */
    public Optional<Versioned<Rating>> create(NewRating rating) {
        return database.changed(
                "INSERT INTO ratings (user_id, service_id, score, comment) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT ON CONSTRAINT ratings_one_per_pair DO NOTHING RETURNING " + COLUMNS,
                ROW,
                rating.userId(),
                rating.serviceId(),
                rating.score(),
                rating.comment());
    }

    public Optional<Versioned<Rating>> read(long id) {
        return database.row("SELECT " + COLUMNS + " FROM ratings WHERE id = ?", ROW, id);
    }

    /** As {@link #read}, and lets nobody else change it before the end of the transaction that the caller has begun. */
    public Optional<Versioned<Rating>> lock(long id) {
        return database.row("SELECT " + COLUMNS + " FROM ratings WHERE id = ? FOR NO KEY UPDATE", ROW, id);
    }

    public List<Rating> list(Listing<Rating> part, RatingFilter filter) {
        Select select = new Select("SELECT " + COLUMNS + " FROM ratings");
        filter.userId().ifPresent(id -> select.where("user_id = ?", id));
        filter.serviceId().ifPresent(id -> select.where("service_id = ?", id));
        filter.minScore().ifPresent(score -> select.where("score >= ?", score));
        filter.maxScore().ifPresent(score -> select.where("score <= ?", score));
        return database.rows(part.restrict(select), Ratings::rating);
    }

    /**
     * Replaces what was found.
     *
     * <p>Its user and its service stay as they are.
     *
     * @return empty when it has been changed or deleted since
     */
    public Optional<Versioned<Rating>> replace(Versioned<Rating> found, NewRating rating) {
        return database.changed(
                "UPDATE ratings SET score = ?, comment = ?, version = version + 1, updated_at = clock_timestamp()"
                        + " WHERE id = ? AND version = ? RETURNING " + COLUMNS,
                ROW,
                rating.score(),
                rating.comment(),
                found.value().id(),
                found.version());
    }

    /**
     * Deletes what was found.
     *
     * @return false when it has been changed or deleted since
     */
    public boolean delete(Versioned<Rating> found) {
        return database.change(
                        "DELETE FROM ratings WHERE id = ? AND version = ?",
                        found.value().id(),
                        found.version())
                > 0;
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
