package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class UsersTest {
    @Test
    void a_created_user_is_answered_with_its_place_and_found_there() {
        Answer created = Api.post("/users", "{\"firstName\":\"Grace\",\"lastName\":\"Hopper\"}");

        assertThat(created.status()).isEqualTo(201);
        long id = created.json().get("id").longValue();
        assertThat(created.field("location")).endsWith("/users/" + id);
        Answer read = Api.get("/users/" + id);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.field("content-type")).startsWith("application/json");
        assertThat(read.http().body())
                .isEqualTo(created.http().body())
                .startsWith(
                        "{\"id\":%d,\"firstName\":\"Grace\",\"lastName\":\"Hopper\",\"createdAt\":\"".formatted(id));
        Api.assertJustMade(read.json());
    }

    @Test
    void the_place_of_a_created_user_is_the_one_that_the_client_sees() {
        Answer created = Api.post(
                "/users",
                "{\"firstName\":\"Grace\",\"lastName\":\"Hopper\"}",
                "X-Forwarded-Prefix",
                "/api",
                "X-Forwarded-Host",
                "shop.example",
                "X-Forwarded-Proto",
                "https");

        assertThat(created.field("location"))
                .isEqualTo("https://shop.example/api/users/" + created.json().get("id"));
    }

    @Test
    void the_first_look_has_120_users_with_names_of_all_the_world() {
        assertThat(Api.get("/users/1").json().toString())
                .startsWith("{\"id\":1,\"firstName\":\"Anna\",\"lastName\":\"Lindqvist\",");
        assertThat(Api.get("/users?limit=200").http().body())
                .contains("{\"id\":120,\"firstName\":\"George\",\"lastName\":\"Wright\",", "Nguyễn", "Ó Súilleabháin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Łukasz",
                "Ó Súilleabháin",
                "李小龍",
                "عائشة",
                "שָׁלוֹם",
                "नमस्ते",
                "👩🏽‍🚀 𝒜da",
                "O'Brien \"Bob\" \\ </script>"
            })
    void names_come_back_as_they_were_sent(String name) {
        String quoted = name.replace("\\", "\\\\").replace("\"", "\\\"");

        Answer created = Api.post("/users", "{\"firstName\":\"%s\",\"lastName\":\"%s\"}".formatted(quoted, quoted));

        Answer read = Api.get(created.createdPath());
        assertThat(read.json().get("firstName").textValue()).isEqualTo(name);
        assertThat(read.json().get("lastName").textValue()).isEqualTo(name);
        assertThat(read.http().body()).contains(quoted);
    }

    @Test
    void a_hundred_characters_beyond_the_basic_plane_are_a_name() {
        Answer created = Api.post("/users", "{\"firstName\":\"%s\",\"lastName\":\"x\"}".formatted("🐘".repeat(100)));

        assertThat(Api.get(created.createdPath()).json().get("firstName").textValue())
                .isEqualTo("🐘".repeat(100));
    }

    @Test
    void white_space_around_names_is_not_kept() {
        Answer created =
                Api.post("/users", "{\"firstName\":\" \\t Ada \\n\",\"lastName\":\"\\u00a0King  Noel\\u3000\"}");

        assertThat(created.json().get("firstName").textValue()).isEqualTo("Ada");
        assertThat(created.json().get("lastName").textValue()).isEqualTo("King  Noel");
    }

    @Test
    void a_deleted_user_is_gone_with_the_ratings_and_nobody_elses() {
        String user = Api.newUser();
        String other = Api.newUser();
        long service = Api.id(Api.newService());
        String rating =
                Api.post("/ratings", Api.rating(Api.id(user), service, 4)).createdPath();
        String kept =
                Api.post("/ratings", Api.rating(Api.id(other), service, 2)).createdPath();

        Answer deleted = Api.delete(user);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.http().body()).isEmpty();
        Api.get(user).problem(404);
        Api.get(rating).problem(404);
        assertThat(Api.get(kept).status()).isEqualTo(200);
        Api.delete(user).problem(404);
    }
}
