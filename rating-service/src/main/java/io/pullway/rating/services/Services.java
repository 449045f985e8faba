package io.pullway.rating.services;

import io.pullway.rating.database.Database;
import io.pullway.rating.web.Page;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The stored services. Threads and errors: as {@link Database}. */
@Singleton
public class Services {
    private final Database database;

    Services(Database database) {
        this.database = database;
    }

    public Service create(NewService service) {
        return database.insert(
                "INSERT INTO services (name, description) VALUES (?, ?) RETURNING id, name, description",
                Services::service,
                service.name(),
                service.description());
    }

    public Optional<Service> read(long id) {
        return database.row("SELECT id, name, description FROM services WHERE id = ?", Services::service, id);
    }

    /** In the order of their ids; one more than the page holds when there are more. */
    public List<Service> list(Page page) {
        return database.rows(
                "SELECT id, name, description FROM services ORDER BY id OFFSET ? LIMIT ?",
                Services::service,
                page.first(),
                page.size() + 1);
    }

    private static Service service(ResultSet row) throws SQLException {
        return new Service(row.getLong("id"), row.getString("name"), row.getString("description"));
    }
}
