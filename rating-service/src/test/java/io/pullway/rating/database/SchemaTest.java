package io.pullway.rating.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static PostgresServer postgres;

    @BeforeAll
    static void start() {
        postgres = PostgresServer.started();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void emptyDatabase() throws SQLException {
        execute("DROP SCHEMA public CASCADE");
        execute("CREATE SCHEMA public");
    }

    @Test
    void the_version_that_a_start_looks_for_is_the_newest_there_is() {
        MigrateResult migrated = flyway(true).migrate();

        assertThat(migrated.targetSchemaVersion).isEqualTo(SchemaAtStart.NEWEST_VERSION);
        assertThat(migrated.migrations.reversed().stream()
                        .limit(2)
                        .map(script -> script.filepath.replaceFirst(".*/", "")))
                .containsExactly(SchemaAtStart.NEWEST_RIGHTS, SchemaAtStart.NEWEST_ONCE_ONLY);
    }

    @Test
    void two_instances_that_start_on_an_empty_database_migrate_it_once() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<MigrateResult> start = () -> {
            Flyway flyway = flyway(true);
            together.await();
            return flyway.migrate();
        };
        int executed = 0;

        try (ExecutorService instances = Executors.newFixedThreadPool(2)) {
            for (Future<MigrateResult> result : instances.invokeAll(List.of(start, start))) {
                assertThat(result.get().success).isTrue();
                executed += result.get().migrationsExecuted;
            }
        }

        assertThat(executed).isEqualTo(6);
        assertThat(rowsOf("users")).isEqualTo(120);
        assertThat(rowsOf("services")).isEqualTo(24);
        assertThat(rowsOf("ratings")).isEqualTo(600);
    }

    @Test
    void without_the_seed_the_tables_are_there_and_empty() throws SQLException {
        flyway(false).migrate();

        assertThat(rowsOf("users")).isZero();
        assertThat(rowsOf("services")).isZero();
        assertThat(rowsOf("ratings")).isZero();
    }

    @Test
    void an_instance_that_wants_the_seed_later_agrees_with_the_history_and_adds_nothing() throws SQLException {
        flyway(false).migrate();

        assertThat(flyway(true).migrate().migrationsExecuted).isZero();
        assertThat(rowsOf("users")).isZero();
    }

    private static Flyway flyway(boolean seed) {
        return Flyway.configure()
                .locations("db/migration", "db/once-only")
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .placeholders(Map.of("seed", Boolean.toString(seed)))
                .load();
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long rowsOf(String table) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
