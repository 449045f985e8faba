package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.fixtures.PostgresServer;
import io.pullway.rating.Api;
import io.pullway.rating.Api.Answer;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ApiKeysTest {
    private static final String TEA = "{\"name\":\" Tea machine \"}";

    PostgresServer postgres;

    private final Person ada = Person.withProfile();

    @Test
    void the_answer_to_who_makes_a_key_is_the_only_one_that_shows_it() {
        Answer made = post(TEA);

        assertThat(made.field("cache-control")).isEqualTo("no-store");
        JsonNode key = made.json();
        assertThat(key.get("key").textValue()).matches("pwk_[A-Za-z0-9_-]{43}");
        assertThat(key.get("key").textValue()).endsWith(key.get("lastFour").textValue());
        Answer list = Api.get(keys(), "authorization", ada.bearer("user"));
        assertThat(list.json()).hasSize(1);
        assertThat(list.json().get(0).get("name").textValue()).isEqualTo("Tea machine");
        assertThat(list.json().get(0).propertyStream().map(java.util.Map.Entry::getKey))
                .containsExactly("id", "name", "lastFour", "createdAt");
        assertThat(Api.get(made.createdPath(), "authorization", ada.bearer("user"))
                        .json())
                .isEqualTo(list.json().get(0));
    }

    /** What the platform keeps for an Idempotency-Key could be read again. */
    @Test
    void the_answer_that_shows_a_key_is_not_one_to_be_kept() {
        Api.post(keys(), TEA, "authorization", ada.bearer("user"), "idempotency-key", "0123456789abcdef")
                .problem(400);
        Api.post(keys(), TEA, "authorization", ada.bearer("user"), "prefer", "respond-async")
                .problem(400);
        Api.post(keys(), TEA, "authorization", ada.bearer("user"), "prefer", "wait=1, Respond-Async")
                .problem(400);

        assertThat(Api.get(keys(), "authorization", ada.bearer("user")).json()).isEmpty();
    }

    @Test
    void a_key_acts_as_its_owner_and_no_more_than_a_user() {
        String key = ada.newApiKey();
        long service = Api.id(Api.newService());

        assertThat(Api.post("/ratings", Api.rating(ada.profile(), service, 5), "x-api-key", key)
                        .status())
                .isEqualTo(201);
        Api.post("/services", TEA, "x-api-key", key).problem(403);
        Api.post("/ratings", Api.rating(1, service, 5), "x-api-key", key).problem(403);
    }

    @Test
    void a_key_of_an_admin_is_a_users_key() {
        String key = Api.post(keys(), TEA, "authorization", ada.bearer("user", "admin"))
                .json()
                .get("key")
                .textValue();

        Api.post("/services", TEA, "x-api-key", key).problem(403);
    }

    @Test
    void a_deleted_key_is_refused() {
        Answer made = post(TEA);
        String key = made.json().get("key").textValue();
        assertThat(patched(key).status()).isEqualTo(200);

        assertThat(Api.delete(made.createdPath(), "authorization", ada.bearer("user"))
                        .status())
                .isEqualTo(204);

        Answer refused = patched(key);
        assertThat(refused.problem(401).get("detail").textValue()).isEqualTo("The API key is not valid.");
        assertThat(refused.field("www-authenticate")).isEqualTo("Bearer realm=\"pullway\"");
        Api.delete(made.createdPath(), "authorization", ada.bearer("user")).problem(404);
    }

    @Test
    void the_keys_of_a_deleted_user_are_refused() {
        String key = ada.newApiKey();
        assertThat(Api.delete(ada.path()).status()).isEqualTo(204);

        patched(key).problem(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "pwk_", "pwk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' OR '1'='1", "pwk_%00", "admin"
            })
    void what_is_no_key_is_refused(String presented) {
        patched(presented).problem(401);
    }

    @Test
    void a_token_counts_where_a_key_comes_too() {
        String key = ada.newApiKey();

        assertThat(Api.post("/services", TEA, "x-api-key", key, "authorization", TestIssuer.bearer("root", "admin"))
                        .status())
                .isEqualTo(201);
        Api.patch(ada.path(), "{}", "x-api-key", key, "authorization", "Bearer nonsense")
                .problem(401);
    }

    @Test
    void a_user_has_twenty_keys_at_most() {
        for (int i = 0; i < 20; i++) {
            assertThat(post(TEA).status()).isEqualTo(201);
        }

        post(TEA).problem(409);

        assertThat(Api.get(keys(), "authorization", ada.bearer("user")).json()).hasSize(20);
    }

    @Test
    void a_key_needs_a_name() {
        assertThat(post("{\"name\":\" \"}").wrongFields()).hasSize(1);
        assertThat(post("{}").wrongFields()).containsExactly("name: is required");
    }

    @Test
    void nothing_of_a_key_is_stored_but_its_hash_and_its_end() throws Exception {
        String key = ada.newApiKey();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.US_ASCII));

        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT hash, api_keys::text FROM api_keys WHERE user_id = " + ada.profile())) {
            row.next();
            assertThat(row.getBytes(1)).isEqualTo(hash);
            assertThat(row.getString(2)).doesNotContain(key.substring(4, 20));
        }
    }

    private String keys() {
        return ada.path() + "/api-keys";
    }

    private Answer post(String body) {
        return Api.post(keys(), body, "authorization", ada.bearer("user"));
    }

    /** Something that every owner may do, as often as they like. */
    private Answer patched(String key) {
        return Api.patch(ada.path(), "{}", "x-api-key", key);
    }
}
