package io.pullway.rating.services;

import io.pullway.rating.database.Database;
import io.pullway.rating.database.Database.RowReader;
import io.pullway.rating.database.Versioned;
import io.pullway.rating.web.Page;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The stored services. Threads and errors: as {@link Database}. */
@Singleton
public class Services {
    private static final String COLUMNS = "id, name, description, created_at, updated_at, version";
    private static final RowReader<Versioned<Service>> ROW = Versioned.reader(Services::service);

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

    /** In the order of their ids; one more than the page holds when there are more. */
    public List<Service> list(Page page) {
        return database.rows(
                "SELECT " + COLUMNS + " FROM services ORDER BY id OFFSET ? LIMIT ?",
                Services::service,
                page.first(),
                page.size() + 1);
    }

    private static Service service(ResultSet row) throws SQLException {
        return new Service(
                row.getLong("id"),
                row.getString("name"),
                row.getString("description"),
                Database.instant(row, "created_at"),
                Database.instant(row, "updated_at"));
    }
}
