package io.pullway.rating.database;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema up to date before anything else starts. Any number of instances may do so at once: Flyway
 * holds an advisory lock of PostgreSQL meanwhile.
 *
 * <p>Nearly every start finds the schema up to date. One query of Flyway's history tells so; to run Flyway for
 * that would take 0.2 s of a start that may take two. And {@code quarkus.flyway.migrate-at-start} would greet a missing
 * database with pages of stack trace instead of a sentence that says what to do.
 */
@Singleton
class SchemaAtStart {
    /** The newest version in {@code db/migration}. A test compares. */
    static final String NEWEST_VERSION = "3";

    /** The newest script in {@code db/once-only}. A test compares. */
    static final String NEWEST_ONCE_ONLY = "R__pullway_once_only_1.sql";

    private static final String UNDEFINED_TABLE = "42P01";

    private final DataSource pool;
    private final Instance<Flyway> flyway;
    private final String url;
    private final String user;

    SchemaAtStart(
            DataSource pool,
            Instance<Flyway> flyway,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user) {
        this.pool = pool;
        this.flyway = flyway;
        this.url = url;
        this.user = user;
    }

    void migrate(@Observes @Priority(1) StartupEvent starting) {
        try {
            if (!isUpToDate()) {
                flyway.get().migrate();
            }
        } catch (SQLException e) {
            throw stop(
                    "Cannot connect to PostgreSQL at %s as %s. Start it, or set PULLWAY_DATABASE_URL,"
                            + " PULLWAY_DATABASE_USER and PULLWAY_DATABASE_PASSWORD. The driver says: %s",
                    withoutParameters(url), user, e.getMessage());
        } catch (FlywayException e) {
            throw stop("Cannot bring the schema of %s up to date: %s", withoutParameters(url), e.getMessage());
        }
    }

    private boolean isUpToDate() throws SQLException {
        String applied = "SELECT count(DISTINCT script) FROM flyway_schema_history WHERE success AND (version = '"
                + NEWEST_VERSION + "' OR script = '" + NEWEST_ONCE_ONLY + "')";
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(applied)) {
            return rows.next() && rows.getInt(1) == 2;
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** Of this exception Quarkus prints the message alone, before it ends with status 1. */
    private static ConfigurationException stop(String reason, Object... details) {
        return new ConfigurationException(reason.formatted(details));
    }

    /** What follows the question mark may be a password. */
    private static String withoutParameters(String url) {
        return url.replaceFirst("[?].*", "");
    }
}
