package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pullway.rating.Api.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The OpenAPI document of the service beside what the service answers. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class DescribedApiTest {
    private static final Set<String> OF_HTTP = Set.of("content-length", "content-type", "date", "connection");

    private JsonNode document;

    @BeforeEach
    void read() {
        document = Api.get("/users/-/openapi").json();
    }

    @Test
    void what_answers_carry_is_described() {
        String user = Api.newUser();
        String[] ofAnotherVersion = {"if-match", "\"0\""};

        assertDescribed("/users/{id}", "get", Api.get(user));
        assertDescribed("/users/{id}", "get", Api.get(user, "if-none-match", "*"));
        assertDescribed("/users/{id}", "get", Api.get(user, ofAnotherVersion));
        assertDescribed("/users/{id}", "patch", Api.patch(user, "{}"));
        assertDescribed("/users/{id}", "patch", Api.patch(user, "{}", ofAnotherVersion));
        assertDescribed("/users/{id}", "patch", Api.send("PATCH", user, BodyPublishers.ofString("{}")));
        assertDescribed("/users/{id}", "delete", Api.delete(user, "accept", "text/html"));
        assertDescribed("/users/{id}", "delete", Api.delete(user, "if-none-match", "*"));
        assertDescribed("/users/{id}", "delete", Api.delete(user, "x-api-key", "none"));
        assertDescribed("/users/{id}", "delete", Api.anonymously("DELETE", user, null));
        assertDescribed("/users/{id}", "delete", Api.delete(user));
        assertDescribed("/users/{id}", "delete", Api.delete(user));
        assertDescribed("/users", "get", Api.get("/users?limit=1"));
        assertDescribed("/users", "get", Api.get("/users?limit=0"));
        assertDescribed("/users", "get", Api.get("/users", "accept", "text/html"));
        assertDescribed("/users", "post", Api.post("/users", "{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}"));
        assertDescribed("/users/-/own", "get", Api.get("/users/-/own"));
        Api.get("/users/-/own", "if-none-match", "none").problem(400);
        assertDescribed("/users/-/own", "get", Api.get("/users/-/own", "accept", "text/html"));
    }

    @Test
    void who_reads_their_own_profile_may_say_which_version_they_have() {
        JsonNode own = document.at("/paths/~1users~1-~1own/get");

        assertThat(own.path("parameters").valueStream())
                .extracting(parameter -> parameter.path("name").asText())
                .contains("If-Match", "If-None-Match");
        assertThat(names(own.path("responses"))).contains("200", "204", "304", "412");
        assertThat(own.at("/responses/200/headers").has("ETag")).isTrue();
    }

    @Test
    void the_body_of_an_import_is_what_its_lines_are_together() {
        JsonNode body = document.at("/paths/~1ratings~1import/post/requestBody/content/application~1x-ndjson/schema");

        assertThat(body.path("type").asText()).isEqualTo("string");
        assertThat(body.path("contentMediaType").asText()).isEqualTo("application/x-ndjson");
        assertThat(body.at("/contentSchema/type").asText()).isEqualTo("array");
        assertThat(body.at("/contentSchema/items/$ref").asText()).endsWith("/NewRating");
        assertThat(document.at("/paths/~1ratings~1import/post/responses/200/content/application~1x-ndjson/schema"
                                + "/contentSchema/items/$ref")
                        .asText())
                .endsWith("/ImportedLine");
    }

    @Test
    void what_clients_are_told_has_examples() {
        JsonNode schemas = document.at("/components/schemas");
        for (String name : List.of(
                "User",
                "Service",
                "RatedService",
                "Rating",
                "Statistics",
                "ImportedLine",
                "ApiKey",
                "CreatedApiKey",
                "RebuiltAverages",
                "WrongField",
                "Problem")) {
            JsonNode schema = schemas.path(name);
            assertThat(schema.path("examples")).as(name).isNotEmpty().allSatisfy(example -> {
                assertThat(names(schema.path("properties"))).containsAll(names(example));
                assertThat(names(example)).containsAll(texts(schema.path("required")));
            });
            assertThat(schema.path("required")).as(name).isNotEmpty();
        }
        JsonNode user = Api.get("/users/1").json();
        assertThat(names(user)).containsAll(texts(schemas.at("/User/required")));
    }

    /** Status, media type, fields, and of a problem its type. */
    private void assertDescribed(String path, String method, Answer answer) {
        String what = method + " " + path + " " + answer.status();
        JsonNode described = document.path("paths")
                .path(path)
                .path(method)
                .path("responses")
                .path(Integer.toString(answer.status()));
        if (described.has("$ref")) {
            described = document.at(described.path("$ref").asText().substring(1));
        }
        assertThat(described.has("description")).as(what).isTrue();
        Set<String> carried = new TreeSet<>(answer.http().headers().map().keySet());
        carried.removeAll(OF_HTTP);
        Set<String> fields = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        fields.addAll(names(described.path("headers")));
        assertThat(fields).as(what).containsAll(carried);
        if (!answer.http().body().isEmpty()) {
            JsonNode content =
                    described.path("content").path(answer.field("content-type").replaceAll(";.*", ""));
            assertThat(content.has("schema")).as(what).isTrue();
            if (answer.status() >= 400) {
                assertThat(content.path("examples").valueStream())
                        .as(what)
                        .extracting(example -> example.at("/value/type").asText())
                        .contains(answer.json().path("type").asText());
            }
        }
    }

    private static List<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
