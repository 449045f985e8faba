package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PUT, PATCH and DELETE. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ChangesTest {
    @Test
    void a_put_replaces_all_that_a_client_can_say() {
        String service = Api.post("/services", "{\"name\":\"Tea\",\"description\":\"Green\"}")
                .createdPath();

        Answer replaced = Api.put(service, "{\"name\":\"Coffee\"}");

        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.field("content-location")).endsWith(service);
        Answer read = Api.get(service);
        assertThat(read.http().body()).isEqualTo(replaced.http().body());
        assertThat(read.json().get("name").textValue()).isEqualTo("Coffee");
        assertThat(read.json().get("description").isNull()).isTrue();
    }

    @Test
    void a_change_tells_when_it_was_and_not_that_the_user_is_new() {
        String user = Api.newUser();
        var made = Api.get(user).json();

        Api.put(user, "{\"firstName\":\"Augusta Ada\",\"lastName\":\"King\"}");

        var changed = Api.get(user).json();
        assertThat(changed.get("createdAt")).isEqualTo(made.get("createdAt"));
        assertThat(Instant.parse(changed.get("updatedAt").textValue()))
                .isAfter(Instant.parse(made.get("updatedAt").textValue()));
    }

    @Test
    void a_put_makes_nothing() {
        String user = Api.newUser();
        Api.delete(user);

        Api.put(user, "{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}").problem(404);
        Api.patch(user, "{}").problem(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    {}                                        ; Tea    ; Green
                    {"name":"Coffee"}                         ; Coffee ; Green
                    {"name":" Coffee ","description":"Black"} ; Coffee ; Black
                    {"description":null}                      ; Tea    ; null
                    {"description":"  "}                      ; Tea    ; null
                    """)
    void a_patch_replaces_what_it_names_and_takes_away_what_it_sets_to_null(
            String patch, String name, String description) {
        String service = Api.post("/services", "{\"name\":\"Tea\",\"description\":\"Green\"}")
                .createdPath();

        Answer changed = Api.patch(service, patch);

        assertThat(changed.status()).as(changed.http().body()).isEqualTo(200);
        assertThat(changed.http().body()).isEqualTo(Api.get(service).http().body());
        assertThat(changed.json().get("name").asText()).isEqualTo(name);
        assertThat(changed.json().get("description").asText()).isEqualTo(description);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    {"name":null}                        ; name: is required
                    {"name":{"first":"x"}}               ; name: must be a string
                    {"names":"x"}                        ; names: is not known
                    {"names":null}                       ; names: is not known
                    {"id":1}                             ; id: is not known
                    {"createdAt":"2026-01-01T00:00:00Z"} ; createdAt: is not known
                    []                                   ; : must be a JSON object
                    null                                 ; : must be a JSON object
                    "name"                               ; : must be a JSON object
                    """)
    void a_patch_of_which_no_service_comes_is_refused_and_changes_nothing(String patch, String wrong) {
        String service = Api.newService();
        String before = Api.get(service).http().body();

        assertThat(Api.patch(service, patch).wrongFields()).containsExactly(wrong);

        assertThat(Api.get(service).http().body()).isEqualTo(before);
    }

    @Test
    void each_wrong_field_of_a_patch_is_named() {
        assertThat(Api.patch(Api.newRating(3), "{\"score\":6,\"comment\":1,\"stars\":5}")
                        .wrongFields())
                .containsExactly("score: must be from 1 to 5", "comment: must be a string", "stars: is not known");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "{\"name\":\"a\",\"name\":\"b\"}"})
    void a_patch_that_is_no_json_is_malformed(String patch) {
        Api.patch("/services/1", patch).problem(400);
    }

    @Test
    void a_rating_changes_its_score_and_comment() {
        String rating = Api.newRating(2);

        Api.patch(rating, "{\"score\":4}");
        Answer changed = Api.patch(rating, "{\"comment\":\"Better now.\"}");

        assertThat(changed.json().get("score").intValue()).isEqualTo(4);
        assertThat(changed.json().get("comment").textValue()).isEqualTo("Better now.");
    }

    @Test
    void a_rating_stays_the_one_of_its_user_and_of_its_service() {
        String path = Api.newRating(2);
        var rating = Api.get(path).json();
        long user = rating.get("userId").longValue();
        long service = rating.get("serviceId").longValue();

        assertThat(Api.put(path, Api.rating(user + 1, service + 1, 5)).wrongFields())
                .containsExactly("userId: cannot be changed", "serviceId: cannot be changed");
        assertThat(Api.patch(path, "{\"userId\":1}").wrongFields()).containsExactly("userId: cannot be changed");
        assertThat(Api.get(path).json()).isEqualTo(rating);
        assertThat(Api.put(path, Api.rating(user, service, 5)).status()).isEqualTo(200);
    }

    @Test
    void a_deleted_rating_is_gone_and_its_pair_free() {
        String path = Api.newRating(2);
        var rating = Api.get(path).json();

        assertThat(Api.delete(path).status()).isEqualTo(204);

        Api.get(path).problem(404);
        Api.delete(path).problem(404);
        Api.post(
                        "/ratings",
                        Api.rating(
                                rating.get("userId").longValue(),
                                rating.get("serviceId").longValue(),
                                5))
                .createdPath();
    }

    @Test
    void a_service_is_deleted_unless_it_has_ratings() {
        String rating = Api.newRating(5);
        String service = "/services/" + Api.get(rating).json().get("serviceId");

        assertThat(Api.delete(service).problem(409).get("detail").textValue()).isEqualTo("This service has ratings.");
        assertThat(Api.get(service).status()).isEqualTo(200);

        Api.delete(rating);
        assertThat(Api.delete(service).status()).isEqualTo(204);
        Api.get(service).problem(404);
    }
}
