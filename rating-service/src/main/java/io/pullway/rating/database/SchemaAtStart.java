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
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schema up to date before anything else starts. Any number of instances may do so at once: Flyway
 * holds an advisory lock of PostgreSQL meanwhile.
 *
 * <p>Flyway connects as the owner of the tables, by itself; the connections of the pool have the rights of a role that
 * the schema itself brings along.
 *
 * <p>Nearly every start finds the schema up to date. One query of Flyway's history tells so; to run Flyway for
 * that would take 0.2 s of a start that may take two. And {@code quarkus.flyway.migrate-at-start} would greet a missing
 * database with pages of stack trace instead of a sentence that says what to do.
 */
@Singleton
class SchemaAtStart {
    /** The newest version in {@code db/migration}. A test compares. */
    static final String NEWEST_VERSION = "8";

    /** The newest script in {@code db/once-only}. A test compares. */
    static final String NEWEST_ONCE_ONLY = "R__pullway_once_only_2.sql";

    /** The newest script after that, which needs its tables. A test compares. */
    static final String NEWEST_RIGHTS = "R__rights_on_once_only.sql";

    private static final String UNDEFINED_TABLE = "42P01";

    /** What PostgreSQL says to {@code SET ROLE} of a role that is not there, or not for this user. */
    private static final Set<String> ROLE_REFUSED = Set.of("22023", "42501");

    private final DataSource pool;
    private final Instance<Flyway> flyway;
    private final String url;
    private final String user;
    private final boolean mayMigrate;

    /** @param mayMigrate false where somebody else brings the schema up to date; then no connection is made at the start */
    SchemaAtStart(
            DataSource pool,
            Instance<Flyway> flyway,
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "pullway.database.migrate", defaultValue = "true") boolean mayMigrate) {
        this.pool = pool;
        this.flyway = flyway;
        this.url = url;
        this.user = user;
        this.mayMigrate = mayMigrate;
    }

    void migrate(@Observes @Priority(1) StartupEvent starting) {
        try {
            if (mayMigrate && !isUpToDate()) {
                flyway.get().migrate();
                requireRole();
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

    /** A restored database is up to date and may lack the role, which belongs to the server. */
    private void requireRole() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.isValid(1);
        } catch (SQLException e) {
            if (ROLE_REFUSED.contains(e.getSQLState())) {
                throw stop(
                        "%s may not act as the role pullway_rating in %s. Run: CREATE ROLE pullway_rating NOLOGIN;"
                                + " GRANT pullway_rating TO %s; and grant it what V4__identity.sql grants."
                                + " PostgreSQL says: %s",
                        user, withoutParameters(url), user, e.getMessage());
            }
            throw e;
        }
    }

    /** Flyway writes the name of a script with its folder or without, depending on how it was found. */
    boolean isUpToDate() throws SQLException {
        String applied = "SELECT count(DISTINCT script) FROM flyway_schema_history WHERE success AND (version = '"
                + NEWEST_VERSION + "' OR split_part(script, '/', -1) IN ('" + NEWEST_ONCE_ONLY + "', '" + NEWEST_RIGHTS
                + "'))";
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(applied)) {
            return rows.next() && rows.getInt(1) == 3;
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState()) || ROLE_REFUSED.contains(e.getSQLState())) {
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
