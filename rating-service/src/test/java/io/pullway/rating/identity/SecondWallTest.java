package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.fixtures.PostgresServer;
import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database lets through of SQL that the service never sends: as if the service had forgotten to look. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class SecondWallTest {
    PostgresServer postgres;

    @Inject
    DataSource pool;

    private final Person ada = Person.withProfile();
    private final Person eve = Person.withProfile();
    private final long service = Api.id(Api.newService());
    private final long rating =
            Api.id(Api.post("/ratings", Api.rating(ada.profile(), service, 2)).createdPath());
    private Connection sql;

    @BeforeEach
    void asRequestsAre() throws SQLException {
        sql = postgres.connect();
        sql.setAutoCommit(false);
        execute("SET ROLE pullway_rating");
        ada.newApiKey();
    }

    @AfterEach
    void close() throws SQLException {
        sql.rollback();
        sql.close();
    }

    @Test
    void the_service_itself_has_no_other_rights() throws SQLException {
        try (Connection ofService = pool.getConnection();
                Statement statement = ofService.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_user, pullway_subject()")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("pullway_rating");
            assertThat(row.getString(2)).as("left over from a request before").isNull();
        }
    }

    @Test
    void users_change_what_is_theirs() throws SQLException {
        as(ada, "user");

        assertThat(change("UPDATE users SET first_name = 'x' WHERE id = " + ada.profile()))
                .isEqualTo(1);
        assertThat(change("UPDATE ratings SET score = 1 WHERE id = " + rating)).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM api_keys")).isEqualTo(1);
        assertThat(change("DELETE FROM ratings")).isEqualTo(1);
        assertThat(change("DELETE FROM api_keys")).isEqualTo(1);
        assertThat(change("DELETE FROM users")).isEqualTo(1);
    }

    @Test
    void users_change_nothing_of_others() throws SQLException {
        as(eve, "user");

        assertRefused("UPDATE users SET first_name = 'x' WHERE id = " + ada.profile());
        assertRefused("UPDATE ratings SET score = 1 WHERE id = " + rating);
        assertRefused("INSERT INTO ratings (user_id, service_id, score) VALUES (%d, 1, 1)".formatted(ada.profile()));
        assertRefused("INSERT INTO users (first_name, last_name, subject) VALUES ('a', 'b', 'somebody')");
        assertRefused("INSERT INTO users (first_name, last_name) VALUES ('a', 'b')");
        assertRefused("INSERT INTO api_keys (user_id, name, hash, last_four) VALUES (%d, 'x', 'x', 'xxxx')"
                .formatted(ada.profile()));
        assertThat(change("DELETE FROM users WHERE id <> " + eve.profile())).isZero();
        assertThat(change("DELETE FROM ratings")).isZero();
        assertThat(change("DELETE FROM api_keys")).isZero();
        assertRefused("UPDATE services SET name = 'x'");
        assertRefused("INSERT INTO services (name) VALUES ('x')");
        assertThat(change("DELETE FROM services WHERE id = " + service)).isZero();
    }

    @Test
    void users_see_nothing_of_others_that_is_not_public() throws SQLException {
        as(eve, "user");

        assertThat(count("SELECT count(*) FROM api_keys")).isZero();
        assertRefused("SELECT subject FROM users");
        assertRefused("SELECT * FROM users");
        assertRefused("SELECT count(*) FROM users WHERE subject = '%s'".formatted(ada.subject()));
        assertRefused("INSERT INTO users (first_name, last_name, subject) VALUES ('a', 'b', '%s') RETURNING subject"
                .formatted(eve.subject()));
    }

    @Test
    void nobody_sees_hashes_of_keys_or_gives_away_what_is_theirs() throws SQLException {
        as(ada, "user", "admin");

        assertRefused("SELECT hash FROM api_keys");
        assertRefused("UPDATE users SET subject = 'x'");
        assertRefused("UPDATE ratings SET user_id = " + eve.profile());
        assertRefused("UPDATE api_keys SET user_id = " + eve.profile());
        assertRefused("TRUNCATE ratings");
        assertRefused("DROP TABLE ratings");
        assertRefused("ALTER TABLE ratings DISABLE ROW LEVEL SECURITY");
        assertRefused("CREATE POLICY all_of_it ON ratings USING (true)");
        assertRefused("DELETE FROM flyway_schema_history");
    }

    @Test
    void without_a_caller_everybody_reads_and_nobody_writes() throws SQLException {
        assertThat(count("SELECT count(*) FROM users WHERE first_name = 'Ada'")).isPositive();
        assertThat(count("SELECT count(*) FROM ratings WHERE id = " + rating)).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM api_keys")).isZero();
        assertRefused("UPDATE ratings SET score = 1 WHERE id = " + rating);
        assertThat(change("DELETE FROM ratings")).isZero();
        assertThat(change("DELETE FROM users")).isZero();
        assertRefused("INSERT INTO users (first_name, last_name) VALUES ('a', 'b')");
    }

    @Test
    void a_subject_alone_is_not_a_user_and_a_role_alone_is_nobody() throws SQLException {
        as(ada);
        assertThat(change("DELETE FROM ratings")).isZero();
        as(new Person("", 0), "user");
        assertThat(change("DELETE FROM users")).isZero();
        assertRefused("INSERT INTO users (first_name, last_name) VALUES ('a', 'b')");
        as(ada, "users", "administrator");
        assertThat(change("DELETE FROM ratings")).isZero();
    }

    @Test
    void moderators_delete_ratings_and_change_none() throws SQLException {
        as(eve, "moderator");

        assertRefused("UPDATE ratings SET score = 1 WHERE id = " + rating);
        assertThat(change("DELETE FROM users")).isZero();
        assertThat(change("DELETE FROM ratings WHERE id = " + rating)).isEqualTo(1);
    }

    @Test
    void admins_do_all_but_use_keys_of_others() throws SQLException {
        as(eve, "admin");

        assertThat(change("UPDATE ratings SET score = 1 WHERE id = " + rating)).isEqualTo(1);
        assertThat(change("UPDATE services SET name = 'x' WHERE id = " + service))
                .isEqualTo(1);
        assertThat(count("SELECT count(*) FROM api_keys")).isZero();
        assertThat(change("DELETE FROM users WHERE id = " + ada.profile())).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM ratings WHERE id = " + rating))
                .as("goes with its user, by the foreign key")
                .isZero();
    }

    /** What is said of the caller ends with the transaction: the next request on the connection is somebody else's. */
    @Test
    void the_end_of_a_transaction_forgets_for_whom_it_was() throws SQLException {
        as(ada, "user");
        sql.commit();

        assertThat(change("DELETE FROM ratings")).isZero();
    }

    private void as(Person person, String... roles) throws SQLException {
        try (PreparedStatement statement = sql.prepareStatement(
                "SELECT set_config('pullway.subject', ?, true), set_config('pullway.roles', ?, true)")) {
            statement.setString(1, person.subject());
            statement.setString(2, String.join(",", roles));
            statement.execute();
        }
    }

    /** By privilege or by policy: insufficient_privilege either way. */
    private void assertRefused(String statement) throws SQLException {
        execute("SAVEPOINT before");
        assertThatThrownBy(() -> execute(statement))
                .as(statement)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
        execute("ROLLBACK TO before");
    }

    private void execute(String text) throws SQLException {
        try (Statement statement = sql.createStatement()) {
            statement.execute(text);
        }
    }

    private int change(String text) throws SQLException {
        try (Statement statement = sql.createStatement()) {
            return statement.executeUpdate(text);
        }
    }

    private long count(String select) throws SQLException {
        try (Statement statement = sql.createStatement();
                ResultSet row = statement.executeQuery(select)) {
            row.next();
            return row.getLong(1);
        }
    }
}
