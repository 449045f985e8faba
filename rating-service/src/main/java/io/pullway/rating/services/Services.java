package io.pullway.rating.services;

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

/** The stored services. Threads and errors: as {@link Database}. */
@Singleton
public class Services {
    /** The constraint that keeps a service that has ratings. */
    public static final String RATED = "ratings_service_exists";

    private static final String COLUMNS = "id, name, description, created_at, updated_at, version";
    private static final RowReader<Versioned<Service>> ROW = Versioned.reader(Services::service);

    /** What a list can be sorted by; first what it is sorted by without a wish. */
    public static final List<SortKey<RatedService>> ORDERS = List.of(
            SortKey.id(),
            SortKey.text("name", "name", RatedService::name),
            SortKey.time("createdAt", "created_at", RatedService::createdAt));

    /** Both from one index, and only for the rows that are answered: PostgreSQL evaluates it after LIMIT. */
    private static final String RATINGS =
            "(SELECT ARRAY[count(*), sum(score)] FROM ratings WHERE service_id = services.id) AS ratings";

    private final Database database;

    Services(Database database) {
        this.database = database;
    }

    public Versioned<Service> create(NewService service) {
        return database.insert(
                "INSERT INTO services (name, description) VALUES (?, ?) RETURNING " + COLUMNS,
                ROW,
                service.name(),
                service.description());
    }

    public Optional<Versioned<Service>> read(long id) {
        return database.row("SELECT " + COLUMNS + " FROM services WHERE id = ?", ROW, id);
    }

    /** As {@link #read}, and lets nobody else change it before the end of the transaction that the caller has begun. */
    public Optional<Versioned<Service>> lock(long id) {
        return database.row("SELECT " + COLUMNS + " FROM services WHERE id = ? FOR NO KEY UPDATE", ROW, id);
    }

    /** @param text to be found in the name or the description, upper and lower case alike */
    public List<RatedService> list(Listing<RatedService> part, Optional<String> text) {
        Select select = new Select("SELECT " + COLUMNS + ", " + RATINGS + " FROM services");
        text.map(LikePattern::containing)
                .ifPresent(it -> select.where(
                        "name COLLATE \"und-x-icu\" ILIKE ? OR description COLLATE \"und-x-icu\" ILIKE ?", it, it));
        return database.rows(part.restrict(select), Services::rated);
    }

    /** @return empty when there is no such service */
    public Optional<Statistics> statistics(long id) {
        return database.row(
                "SELECT (SELECT ARRAY[count(*) FILTER (WHERE score = 1), count(*) FILTER (WHERE score = 2),"
                        + " count(*) FILTER (WHERE score = 3), count(*) FILTER (WHERE score = 4),"
                        + " count(*) FILTER (WHERE score = 5)] FROM ratings WHERE service_id = services.id) AS counts"
                        + " FROM services WHERE id = ?",
                row -> Statistics.of(id, (Long[]) row.getArray("counts").getArray()),
                id);
    }

    /**
     * Replaces what was found.
     *
     * @return empty when it has been changed or deleted since
     */
    public Optional<Versioned<Service>> replace(Versioned<Service> found, NewService service) {
        return database.changed(
                "UPDATE services SET name = ?, description = ?, version = version + 1, updated_at = clock_timestamp()"
                        + " WHERE id = ? AND version = ? RETURNING " + COLUMNS,
                ROW,
                service.name(),
                service.description(),
                found.value().id(),
                found.version());
    }

    /**
     * Deletes what was found.
     *
     * @return false when it has been changed or deleted since
     * @throws io.pullway.rating.database.DatabaseException with the violated constraint {@link #RATED} when there are
     *     ratings of it
     */
    public boolean delete(Versioned<Service> found) {
        return database.change(
                        "DELETE FROM services WHERE id = ? AND version = ?",
                        found.value().id(),
                        found.version())
                > 0;
    }

    private static Service service(ResultSet row) throws SQLException {
        return new Service(
                row.getLong("id"),
                row.getString("name"),
                row.getString("description"),
                Database.instant(row, "created_at"),
                Database.instant(row, "updated_at"));
    }

    private static RatedService rated(ResultSet row) throws SQLException {
        Service service = service(row);
        Long[] ratings = (Long[]) row.getArray("ratings").getArray();
        long count = ratings[0];
        return new RatedService(
                service.id(),
                service.name(),
                service.description(),
                count,
                Statistics.average(count == 0 ? 0 : ratings[1], count),
                service.createdAt(),
                service.updatedAt());
    }
}
