package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.PostgresServer;
import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
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
    private SqlOfRequests sql;

    @BeforeEach
    void asRequestsAre() throws SQLException {
        sql = new SqlOfRequests(postgres);
        ada.newApiKey();
    }

    @AfterEach
    void close() throws SQLException {
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
        sql.as(ada, "user");

        assertThat(sql.change("UPDATE users SET first_name = 'x' WHERE id = " + ada.profile()))
                .isEqualTo(1);
        assertThat(sql.change("UPDATE ratings SET score = 1 WHERE id = " + rating))
                .isEqualTo(1);
        assertThat(sql.count("SELECT count(*) FROM api_keys")).isEqualTo(1);
        assertThat(sql.change("DELETE FROM ratings")).isEqualTo(1);
        assertThat(sql.change("DELETE FROM api_keys")).isEqualTo(1);
        assertThat(sql.change("DELETE FROM users")).isEqualTo(1);
    }

    @Test
    void users_change_nothing_of_others() throws SQLException {
        sql.as(eve, "user");

        sql.assertRefused("UPDATE users SET first_name = 'x' WHERE id = " + ada.profile());
        sql.assertRefused("UPDATE ratings SET score = 1 WHERE id = " + rating);
        sql.assertRefused(
                "INSERT INTO ratings (user_id, service_id, score) VALUES (%d, 1, 1)".formatted(ada.profile()));
        sql.assertRefused("INSERT INTO users (first_name, last_name, subject) VALUES ('a', 'b', 'somebody')");
        sql.assertRefused("INSERT INTO users (first_name, last_name) VALUES ('a', 'b')");
        sql.assertRefused("INSERT INTO api_keys (user_id, name, hash, last_four) VALUES (%d, 'x', 'x', 'xxxx')"
                .formatted(ada.profile()));
        assertThat(sql.change("DELETE FROM users WHERE id <> " + eve.profile())).isZero();
        assertThat(sql.change("DELETE FROM ratings")).isZero();
        assertThat(sql.change("DELETE FROM api_keys")).isZero();
        sql.assertRefused("UPDATE services SET name = 'x'");
        sql.assertRefused("INSERT INTO services (name) VALUES ('x')");
        assertThat(sql.change("DELETE FROM services WHERE id = " + service)).isZero();
    }

    @Test
    void users_see_nothing_of_others_that_is_not_public() throws SQLException {
        sql.as(eve, "user");

        assertThat(sql.count("SELECT count(*) FROM api_keys")).isZero();
        sql.assertRefused("SELECT subject FROM users");
        sql.assertRefused("SELECT * FROM users");
        sql.assertRefused("SELECT count(*) FROM users WHERE subject = '%s'".formatted(ada.subject()));
        sql.assertRefused("INSERT INTO users (first_name, last_name, subject) VALUES ('a', 'b', '%s') RETURNING subject"
                .formatted(eve.subject()));
    }

    @Test
    void nobody_sees_hashes_of_keys_or_gives_away_what_is_theirs() throws SQLException {
        sql.as(ada, "user", "admin");

        sql.assertRefused("SELECT hash FROM api_keys");
        sql.assertRefused("UPDATE users SET subject = 'x'");
        sql.assertRefused("UPDATE ratings SET user_id = " + eve.profile());
        sql.assertRefused("UPDATE api_keys SET user_id = " + eve.profile());
        sql.assertRefused("TRUNCATE ratings");
        sql.assertRefused("DROP TABLE ratings");
        sql.assertRefused("ALTER TABLE ratings DISABLE ROW LEVEL SECURITY");
        sql.assertRefused("CREATE POLICY all_of_it ON ratings USING (true)");
        sql.assertRefused("DELETE FROM flyway_schema_history");
    }

    @Test
    void without_a_caller_everybody_reads_and_nobody_writes() throws SQLException {
        assertThat(sql.count("SELECT count(*) FROM users WHERE first_name = 'Ada'"))
                .isPositive();
        assertThat(sql.count("SELECT count(*) FROM ratings WHERE id = " + rating))
                .isEqualTo(1);
        assertThat(sql.count("SELECT count(*) FROM api_keys")).isZero();
        sql.assertRefused("UPDATE ratings SET score = 1 WHERE id = " + rating);
        assertThat(sql.change("DELETE FROM ratings")).isZero();
        assertThat(sql.change("DELETE FROM users")).isZero();
        sql.assertRefused("INSERT INTO users (first_name, last_name) VALUES ('a', 'b')");
    }

    @Test
    void a_subject_alone_is_not_a_user_and_a_role_alone_is_nobody() throws SQLException {
        sql.as(ada);
        assertThat(sql.change("DELETE FROM ratings")).isZero();
        sql.as(new Person("", 0), "user");
        assertThat(sql.change("DELETE FROM users")).isZero();
        sql.assertRefused("INSERT INTO users (first_name, last_name) VALUES ('a', 'b')");
        sql.as(ada, "users", "administrator");
        assertThat(sql.change("DELETE FROM ratings")).isZero();
    }

    @Test
    void moderators_delete_ratings_and_change_none() throws SQLException {
        sql.as(eve, "moderator");

        sql.assertRefused("UPDATE ratings SET score = 1 WHERE id = " + rating);
        assertThat(sql.change("DELETE FROM users")).isZero();
        assertThat(sql.change("DELETE FROM ratings WHERE id = " + rating)).isEqualTo(1);
    }

    @Test
    void admins_do_all_but_use_keys_of_others() throws SQLException {
        sql.as(eve, "admin");

        assertThat(sql.change("UPDATE ratings SET score = 1 WHERE id = " + rating))
                .isEqualTo(1);
        assertThat(sql.change("UPDATE services SET name = 'x' WHERE id = " + service))
                .isEqualTo(1);
        assertThat(sql.count("SELECT count(*) FROM api_keys")).isZero();
        assertThat(sql.change("DELETE FROM users WHERE id = " + ada.profile())).isEqualTo(1);
        assertThat(sql.count("SELECT count(*) FROM ratings WHERE id = " + rating))
                .as("goes with its user, by the foreign key")
                .isZero();
    }

    @Test
    void a_stored_answer_is_that_of_the_request_that_claims_it() throws SQLException {
        UUID hers = UUID.randomUUID();
        sql.change("INSERT INTO pullway_once_only (request_id) VALUES ('%s')".formatted(hers));
        assertThat(sql.change("UPDATE pullway_once_only SET status = 201, body = 'hers'"))
                .isEqualTo(1);
        sql.commit();

        assertThat(sql.count("SELECT count(*) FROM pullway_once_only")).isZero();
        sql.change("INSERT INTO pullway_once_only (request_id) VALUES (gen_random_uuid())");
        assertThat(sql.count("SELECT count(*) FROM pullway_once_only")).isEqualTo(1);
        assertThat(sql.change("UPDATE pullway_once_only SET status = 200")).isEqualTo(1);
        assertThat(sql.change("UPDATE pullway_once_only SET status = 200 WHERE request_id = '%s'".formatted(hers)))
                .isZero();
        sql.assertRefused("UPDATE pullway_once_only SET request_id = gen_random_uuid()");
        sql.assertRefused("DELETE FROM pullway_once_only");
        sql.assertRefused("TRUNCATE pullway_once_only");
        assertThat(sql.count("SELECT pullway_once_only_forget(interval '-1 year', 1000)"))
                .as("deleted of what is in use")
                .isZero();
        assertThat(sql.change("INSERT INTO pullway_once_only (request_id) VALUES ('%s') ON CONFLICT DO NOTHING"
                        .formatted(hers)))
                .isZero();
        assertThat(sql.count("SELECT status FROM pullway_once_only"))
                .as("delivered again")
                .isEqualTo(201);
    }

    @Test
    void what_is_to_be_told_is_seen_and_deleted_by_who_tells_it() throws SQLException {
        sql.as(eve, "admin");
        assertThat(sql.change("UPDATE ratings SET score = 1 WHERE id = " + rating))
                .isEqualTo(1);

        assertThat(sql.count("SELECT count(*) FROM outbox")).isZero();
        assertThat(sql.change("DELETE FROM outbox")).isZero();
        sql.assertRefused("UPDATE outbox SET data = '{}'");
        sql.assertRefused(
                "INSERT INTO outbox (resource, key, what, type, subject, data) VALUES ('a', 'b', 'created', 'c', 'd', '{}')");
        sql.assertRefused("TRUNCATE outbox");
        sql.execute("SELECT set_config('pullway.outbox', 'told', true)");
        assertThat(sql.count("SELECT count(*) FROM outbox")).isPositive();
        sql.commit();
        assertThat(sql.count("SELECT count(*) FROM outbox"))
                .as("in the next transaction")
                .isZero();
    }

    /** What is said of the caller ends with the transaction: the next request on the connection is somebody else's. */
    @Test
    void the_end_of_a_transaction_forgets_for_whom_it_was() throws SQLException {
        sql.as(ada, "user");
        sql.commit();

        assertThat(sql.change("DELETE FROM ratings")).isZero();
    }
}
