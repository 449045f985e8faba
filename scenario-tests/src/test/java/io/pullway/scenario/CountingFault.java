package io.pullway.scenario;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** As long as it is there, PostgreSQL refuses that events are counted, and takes all else. */
final class CountingFault implements AutoCloseable {
    private static final String BEGIN = """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'nothing is counted today';
            END $$;
            CREATE TRIGGER refusing BEFORE INSERT ON counted_events FOR EACH ROW EXECUTE FUNCTION refuse();
            """;
    private static final String END = "DROP TRIGGER refusing ON counted_events; DROP FUNCTION refuse();";

    private final Platform platform;

    CountingFault(Platform platform) {
        this.platform = platform;
        run(BEGIN);
    }

    /** How many ratings of a service are counted. */
    static long counted(Platform platform, long service) {
        try (Connection connection = platform.postgres().connect();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT coalesce(sum(ratings), 0) FROM score_counts WHERE service_id = ?")) {
            statement.setLong(1, service);
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        run(END);
    }

    private void run(String sql) {
        try (Connection connection = platform.postgres().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
