package io.pullway.rating.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.fixtures.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaTest {
    @AutoClose
    private static final MigratedDatabase DATABASE = new MigratedDatabase();

    @BeforeEach
    void emptyDatabase() throws SQLException {
        DATABASE.empty();
    }

    @Test
    void the_version_that_a_start_looks_for_is_the_newest_there_is() {
        MigrateResult migrated = DATABASE.flyway(true).migrate();

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
            Flyway flyway = DATABASE.flyway(true);
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

        assertThat(executed).isEqualTo(11);
        assertThat(DATABASE.rowsOf("users")).isEqualTo(120);
        assertThat(DATABASE.rowsOf("services")).isEqualTo(24);
        assertThat(DATABASE.rowsOf("ratings")).isEqualTo(600);
    }

    @Test
    void without_the_seed_the_tables_are_there_and_empty() throws SQLException {
        DATABASE.flyway(false).migrate();

        assertThat(DATABASE.rowsOf("users")).isZero();
        assertThat(DATABASE.rowsOf("services")).isZero();
        assertThat(DATABASE.rowsOf("ratings")).isZero();
    }

    @Test
    void an_instance_that_wants_the_seed_later_agrees_with_the_history_and_adds_nothing() throws SQLException {
        DATABASE.flyway(false).migrate();

        assertThat(DATABASE.flyway(true).migrate().migrationsExecuted).isZero();
        assertThat(DATABASE.rowsOf("users")).isZero();
    }

    @Test
    void people_of_the_development_issuer_have_profiles_among_the_seed() throws SQLException {
        DATABASE.flyway(true, true, "latest").migrate();

        assertThat(
                        DATABASE.text(
                                "SELECT string_agg(first_name || ' is ' || subject, ', ' ORDER BY id) FROM users WHERE subject <> ''"))
                .isEqualTo("Anna is anna, Mateo is mateo, Chidi is chidi, Yuki is yuki");
    }

    @Test
    void nobody_owns_the_seed_unless_that_is_switched_on() throws SQLException {
        DATABASE.flyway(true, false, "latest").migrate();
        assertThat(DATABASE.text("SELECT count(subject) FROM users")).isEqualTo("0");

        assertThat(DATABASE.flyway(true, true, "latest").migrate().migrationsExecuted)
                .as("one history with and without")
                .isZero();
        assertThat(DATABASE.text("SELECT count(subject) FROM users")).isEqualTo("0");
    }

    @Test
    void nobody_else_of_these_names_is_given_to_them() throws SQLException {
        DATABASE.flyway(true, true, "4").migrate();
        DATABASE.execute("UPDATE users SET first_name = 'Real' WHERE id = 4");

        DATABASE.flyway(true, true, "latest").migrate();

        assertThat(DATABASE.text("SELECT count(subject) FROM users")).isEqualTo("0");
    }

    @Test
    void who_has_a_profile_already_keeps_it() throws SQLException {
        DATABASE.flyway(true, true, "4").migrate();
        DATABASE.execute("UPDATE users SET subject = 'anna' WHERE id = 77");
        DATABASE.execute("UPDATE users SET subject = 'somebody' WHERE id = 2");

        DATABASE.flyway(true, true, "latest").migrate();

        assertThat(DATABASE.text(
                        "SELECT string_agg(id || ' ' || subject, ', ' ORDER BY id) FROM users WHERE subject <> ''"))
                .isEqualTo("2 somebody, 3 chidi, 4 yuki, 77 anna");
    }

    @Test
    void an_owner_who_may_make_roles_makes_the_one_of_requests() throws SQLException {
        DATABASE.owner("maker", "CREATEROLE");

        DATABASE.flyway("maker").migrate();

        assertThat(DATABASE.roleOf("maker")).isEqualTo("pullway_rating");
    }

    @Test
    void an_owner_who_may_not_make_roles_takes_the_one_that_was_made_before() throws SQLException {
        DATABASE.owner("taker", "NOCREATEROLE");
        DATABASE.execute("CREATE ROLE pullway_rating NOLOGIN");
        DATABASE.execute("GRANT pullway_rating TO taker");

        DATABASE.flyway("taker").migrate();

        assertThat(DATABASE.roleOf("taker")).isEqualTo("pullway_rating");
    }

    @Test
    void without_the_role_and_the_right_to_make_it_the_migration_says_so() throws SQLException {
        DATABASE.owner("nobody", "NOCREATEROLE");

        assertThatThrownBy(() -> DATABASE.flyway("nobody").migrate())
                .hasMessageContaining("permission denied to create role");
    }

    /** As in a rolling update: an instance of the version before has not committed yet when the first new one starts. */
    @Test
    void what_changes_while_events_are_introduced_is_told() throws Exception {
        DATABASE.flyway(true, false, "5").migrate();
        try (ExecutorService instance = Executors.newSingleThreadExecutor();
                Connection old = DATABASE.connect();
                Statement statement = old.createStatement()) {
            old.setAutoCommit(false);
            statement.execute("INSERT INTO users (first_name, last_name) VALUES ('Ada', 'King')");
            statement.execute("DELETE FROM ratings WHERE id = 1");

            Future<MigrateResult> migrated =
                    instance.submit(() -> DATABASE.flyway(true).migrate());
            Await.until(Duration.ofSeconds(20), "the migration waits for it", SchemaTest::somebodyWaitsForATable);
            old.commit();
            migrated.get();
        }

        assertThat(DATABASE.text("SELECT string_agg(resource || ' ' || count, ', ' ORDER BY resource)"
                        + " FROM (SELECT resource, count(*) FROM outbox GROUP BY resource) told"))
                .isEqualTo("ratings 599, services 24, users 121");
    }

    private static boolean somebodyWaitsForATable() {
        try {
            return !DATABASE.text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'")
                    .equals("0");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
