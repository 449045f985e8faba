package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ETag}, {@code If-Match} and {@code If-None-Match} (RFC 9110 §13). */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ConditionsTest {
    private static final String KING = "{\"firstName\":\"Ada\",\"lastName\":\"King\"}";

    @Test
    void the_tag_is_of_the_version_wherever_the_representation_is() {
        Answer created = Api.post("/users", KING);
        String user = created.createdPath();

        assertThat(created.field("etag")).isEqualTo("\"1\"");
        assertThat(Api.get(user).field("etag")).isEqualTo("\"1\"");
        assertThat(Api.send("HEAD", user, null).field("etag")).isEqualTo("\"1\"");
        assertThat(Api.put(user, KING).field("etag")).isEqualTo("\"2\"");
        assertThat(Api.patch(user, "{}").field("etag")).isEqualTo("\"3\"");
        assertThat(Api.get(user).field("etag")).isEqualTo("\"3\"");
        assertThat(Api.get("/ratings/1").field("etag")).isEqualTo("\"1\"");
        assertThat(Api.get("/services/1").field("etag")).isEqualTo("\"1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "*", "\"0\", \"1\"", " \"a,b\" ,, W/\"1\",", "\"\",\"1\""})
    void what_the_client_has_is_not_sent_again(String tags) {
        String user = Api.newUser();

        Answer answer = Api.get(user, "If-None-Match", tags);

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.http().body()).isEmpty();
        assertThat(answer.field("etag")).isEqualTo("\"1\"");
        assertThat(Api.send("HEAD", user, null, "If-None-Match", tags).status()).isEqualTo(304);
    }

    @Test
    void what_has_changed_is_sent() {
        String user = Api.newUser();
        Api.put(user, KING);

        assertThat(Api.get(user, "If-None-Match", "\"1\"").status()).isEqualTo(200);
        assertThat(Api.get(user, "If-None-Match", "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "*", "\"7\", \"1\"", "W/\"1\" , \"1\""})
    void the_version_that_is_meant_is_changed(String tags) {
        assertThat(Api.get(Api.newUser(), "If-Match", tags).status()).isEqualTo(200);
        assertThat(Api.put(Api.newUser(), KING, "If-Match", tags).status()).isEqualTo(200);
        assertThat(Api.patch(Api.newUser(), "{}", "If-Match", tags).status()).isEqualTo(200);
        assertThat(Api.delete(Api.newUser(), "If-Match", tags).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "\"01\"", "W/\"1\"", "\"\"", "\"2\", \"3\"", "", ", ,", "\"*\""})
    void another_version_than_the_one_that_is_meant_stays(String tags) {
        String user = Api.newUser();

        Api.get(user, "If-Match", tags).problem(412);
        Api.put(user, KING, "If-Match", tags).problem(412);
        Api.patch(user, "{}", "If-Match", tags).problem(412);
        Api.delete(user, "If-Match", tags).problem(412);

        assertThat(Api.get(user).field("etag")).isEqualTo("\"1\"");
    }

    @Test
    void a_change_that_is_not_to_happen_to_this_version_does_not() {
        String user = Api.newUser();

        Api.put(user, KING, "If-None-Match", "*").problem(412);
        Api.delete(user, "If-None-Match", "W/\"1\"").problem(412);
        assertThat(Api.put(user, KING, "If-None-Match", "\"2\"").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "\"1", "1\"", "*, \"1\"", "\"1\" \"2\"", "w/\"1\"", "W/1", "W/ \"1\"", "\"a b\"", "\"1\";"})
    void what_is_no_list_of_tags_is_malformed(String tags) {
        String user = Api.newUser();

        assertThat(Api.get(user, "If-None-Match", tags)
                        .problem(400)
                        .get("detail")
                        .textValue())
                .startsWith("If-None-Match is ");
        assertThat(Api.put(user, KING, "If-Match", tags)
                        .problem(400)
                        .get("detail")
                        .textValue())
                .startsWith("If-Match is ");
        assertThat(Api.get(user).field("etag")).isEqualTo("\"1\"");
    }

    @Test
    void several_lines_are_one_list() {
        String user = Api.newUser();

        assertThat(Api.get(user, "If-None-Match", "\"5\"", "If-None-Match", "\"1\"")
                        .status())
                .isEqualTo(304);
    }

    @Test
    void a_condition_on_what_is_not_there_is_not_looked_at() {
        Api.get("/users/9000000000", "If-Match", "\"1\"").problem(404);
        Api.put("/users/9000000000", KING, "If-Match", "*").problem(404);
    }

    @Test
    void a_service_with_ratings_in_another_version_is_first_of_all_another_version() {
        String service = "/services/" + Api.get(Api.newRating(3)).json().get("serviceId");

        Api.delete(service, "If-Match", "\"2\"").problem(412);
        Api.delete(service, "If-Match", "\"1\"").problem(409);
    }
}
