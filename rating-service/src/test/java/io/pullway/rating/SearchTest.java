package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lists leave out. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class SearchTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    lindq        ; 1
                    ANNA LIND    ; 1
                    ' nguyễn '   ; 13
                    NGUYỄN       ; 13
                    ó súi        ; 47
                    şAHIN        ; 113
                    o'brien      ; 6
                    """)
    void users_are_found_by_a_piece_of_their_names(String text, long id) {
        assertThat(Api.ids(Api.get("/users?q=" + encoded(text)))).contains(id).hasSizeLessThan(5);
    }

    @Test
    void services_are_found_by_name_and_description() {
        assertThat(names("/services?limit=200&q=DELIVER"))
                .contains("Same-day delivery", "Installation service", "Invoice payment")
                .doesNotContain("Newsletter");
        assertThat(names("/services?q=" + encoded("newsletter offers"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "_", "\\", "\\%", "%", "'", "\"", "🫖", "a\\_b"})
    void every_character_stands_for_itself(String text) {
        String json = text.replace("\\", "\\\\").replace("\"", "\\\"");
        String hit =
                Api.post("/services", "{\"name\":\"x%sy\"}".formatted(json)).createdPath();
        String miss = Api.post("/services", "{\"name\":\"xabcdefgy100\"}").createdPath();

        List<Long> found = Api.ids(Api.get("/services?limit=200&sort=-id&q=" + encoded("X" + text + "Y")));

        assertThat(found).contains(Api.id(hit)).doesNotContain(Api.id(miss));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%20", "%C2%A0"})
    void a_search_for_nothing_leaves_nothing_out(String nothing) {
        assertThat(Api.ids(Api.get("/users?q=" + nothing))).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%0Ab"})
    void a_search_for_what_no_name_has_is_refused(String text) {
        assertThat(Api.get("/users?q=" + text).wrongFields())
                .containsExactly(
                        "q: must have at most 100 characters, without control characters or unpaired surrogates");
    }

    @Test
    void a_search_of_a_hundred_characters_is_not_too_long() {
        assertThat(Api.get("/users?q=" + encoded("🐘".repeat(100))).status()).isEqualTo(200);
        assertThat(Api.get("/services?q=" + "x".repeat(101)).wrongFields()).hasSize(1);
    }

    @Test
    void ratings_are_those_of_a_user_of_a_service_and_of_scores() {
        String path = Api.newRating(4);
        JsonNode rating = Api.get(path).json();
        String of = "/ratings?userId=%s&serviceId=%s".formatted(rating.get("userId"), rating.get("serviceId"));

        assertThat(Api.ids(Api.get(of))).containsExactly(Api.id(path));
        assertThat(Api.ids(Api.get(of + "&minScore=4&maxScore=4"))).containsExactly(Api.id(path));
        assertThat(Api.ids(Api.get(of + "&minScore=5"))).isEmpty();
        assertThat(Api.ids(Api.get(of + "&maxScore=3"))).isEmpty();
        assertThat(Api.get("/ratings?serviceId=3&limit=200").json())
                .isNotEmpty()
                .allMatch(each -> each.get("serviceId").longValue() == 3);
        assertThat(Api.get("/ratings?minScore=2&maxScore=3&limit=200").json())
                .isNotEmpty()
                .allMatch(each ->
                        each.get("score").intValue() == 2 || each.get("score").intValue() == 3);
        assertThat(Api.ids(Api.get("/ratings?userId=9223372036854775807"))).isEmpty();
    }

    @Test
    void filters_that_cannot_be_are_refused() {
        assertThat(Api.get("/ratings?userId=0&serviceId=9223372036854775808").wrongFields())
                .containsExactly(
                        "userId: must be a whole number from 1 to 9223372036854775807",
                        "serviceId: must be a whole number from 1 to 9223372036854775807");
        assertThat(Api.get("/ratings?minScore=4&maxScore=3").wrongFields())
                .containsExactly("minScore: must not be above maxScore");
    }

    @Test
    void a_filtered_list_has_parts_too() {
        String next = "/ratings?minScore=5&limit=20";
        List<Long> met = new ArrayList<>();
        while (next != null) {
            var part = Api.get(next);
            met.addAll(Api.ids(part));
            assertThat(part.json()).allMatch(rating -> rating.get("score").intValue() == 5);
            next = Api.link(part, "next");
        }

        assertThat(met).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(100);
    }

    private static List<String> names(String path) {
        List<String> names = new ArrayList<>();
        Api.get(path).json().forEach(entry -> names.add(entry.get("name").textValue()));
        return names;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
