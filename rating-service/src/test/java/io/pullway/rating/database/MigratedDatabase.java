package io.pullway.rating.database;

import io.pullway.fixtures.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** A real PostgreSQL with the migrations of the service, and what has become of its tables. */
final class MigratedDatabase implements AutoCloseable {
    private final PostgresServer postgres = PostgresServer.started();

    void empty() throws SQLException {
        execute("DROP SCHEMA public CASCADE");
        execute("CREATE SCHEMA public");
    }

    Connection connect() throws SQLException {
        return postgres.connect();
    }

    /** Somebody who owns the schema and is no superuser, in a server that has no role for requests yet. */
    void owner(String name, String attributes) throws SQLException {
        execute("DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'pullway_rating') THEN"
                + " DROP OWNED BY pullway_rating; DROP ROLE pullway_rating; END IF; END $$");
        execute("CREATE ROLE %s LOGIN PASSWORD 'secret' %s".formatted(name, attributes));
        execute("ALTER SCHEMA public OWNER TO " + name);
    }

    /** Which rights a connection of the service gets. */
    String roleOf(String user) throws SQLException {
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), user, "secret");
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE pullway_rating");
            try (ResultSet row = statement.executeQuery("SELECT current_user FROM users LIMIT 1")) {
                row.next();
                return row.getString(1);
            }
        }
    }

    Flyway flyway(String owner) {
        return Flyway.configure()
                .locations("db/migration", "db/once-only")
                .dataSource(postgres.jdbcUrl(), owner, "secret")
                .placeholders(Map.of("seed", "true", "seed-owners", "false"))
                .load();
    }

    Flyway flyway(boolean seed) {
        return flyway(seed, false, "latest");
    }

    /** @param version no newer one is made */
    Flyway flyway(boolean seed, boolean owners, String version) {
        return Flyway.configure()
                .locations("db/migration", "db/once-only")
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .placeholders(Map.of("seed", Boolean.toString(seed), "seed-owners", Boolean.toString(owners)))
                .target(version)
                .load();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long rowsOf(String table) throws SQLException {
        return Long.parseLong(text("SELECT count(*) FROM " + table));
    }

    /** The one value of the answer. */
    String text(String query) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
