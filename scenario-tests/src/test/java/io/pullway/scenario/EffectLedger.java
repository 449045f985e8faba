package io.pullway.scenario;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What really happened to ratings, as the test has PostgreSQL itself write it down, in the transaction of each effect and
 * beside all that the product does. Used by one thread, on one connection: it is asked often while something is waited for.
 */
final class EffectLedger implements AutoCloseable {
    private static final String BEGIN = """
            CREATE TABLE effects (
                n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, rating bigint, what text, version bigint, service bigint);
            CREATE FUNCTION effect() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
            BEGIN
                IF TG_OP = 'INSERT' THEN
                    INSERT INTO effects (rating, what, version, service) VALUES (NEW.id, 'created', NEW.version, NEW.service_id);
                ELSIF TG_OP = 'UPDATE' THEN
                    INSERT INTO effects (rating, what, version, service) VALUES (NEW.id, 'changed', NEW.version, NEW.service_id);
                ELSE
                    INSERT INTO effects (rating, what, version, service) VALUES (OLD.id, 'withdrawn', OLD.version, OLD.service_id);
                END IF;
                RETURN NULL;
            END $$;
            INSERT INTO effects (rating, what, version, service) SELECT id, 'created', version, service_id FROM ratings;
            CREATE TRIGGER ledger AFTER INSERT OR UPDATE OR DELETE ON ratings FOR EACH ROW EXECUTE FUNCTION effect();
            """;

    /** How many counts of the averages differ from what the ratings themselves say. */
    private static final String WRONG_AVERAGES = """
            SELECT count(*) FROM (SELECT service_id, score, ratings FROM score_counts WHERE ratings <> 0) counted
            FULL JOIN (SELECT service_id, score, count(*) AS ratings FROM ratings GROUP BY service_id, score) rated
                USING (service_id, score)
            WHERE counted.ratings IS DISTINCT FROM rated.ratings""";

    private final Connection connection;

    private EffectLedger(Connection connection) {
        this.connection = connection;
    }

    /** Begins before anything changes ratings. */
    static EffectLedger begin(Platform platform) {
        try {
            Connection connection = platform.postgres().connect();
            try (Statement statement = connection.createStatement()) {
                statement.execute(BEGIN);
            }
            return new EffectLedger(connection);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** One effect. */
    record Effect(long service, long rating, String what, long version) {}

    /** All, in the order in which they happened to each rating. */
    List<Effect> all() {
        List<Effect> effects = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT service, rating, what, version FROM effects ORDER BY n")) {
            while (rows.next()) {
                effects.add(new Effect(rows.getLong(1), rows.getLong(2), rows.getString(3), rows.getLong(4)));
            }
            return effects;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    long size() {
        return number("SELECT count(*) FROM effects");
    }

    /** What is not told yet. */
    long outbox() {
        return number("SELECT count(*) FROM outbox");
    }

    long wrongAverages() {
        return number(WRONG_AVERAGES);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private long number(String select) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
