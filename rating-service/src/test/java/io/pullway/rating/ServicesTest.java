package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ServicesTest {
    @Test
    void a_created_service_is_answered_with_its_place_and_found_there() {
        Answer created =
                Api.post("/services", "{\"name\":\" Tea at four \",\"description\":\"With scones,\\nand jam. ☕🫖\"}");

        assertThat(created.status()).isEqualTo(201);
        long id = created.json().get("id").longValue();
        assertThat(created.field("location")).endsWith("/services/" + id);
        Answer read = Api.get("/services/" + id);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json()).isEqualTo(created.json());
        assertThat(read.json().get("name").textValue()).isEqualTo("Tea at four");
        assertThat(read.json().get("description").textValue()).isEqualTo("With scones,\nand jam. ☕🫖");
    }

    @Test
    void a_service_needs_no_description() {
        Answer without = Api.post("/services", "{\"name\":\"Tea\"}");
        Answer empty = Api.post("/services", "{\"name\":\"Tea\",\"description\":\"  \"}");

        assertThat(Api.get(without.createdPath()).json().get("description").isNull())
                .isTrue();
        assertThat(Api.get(empty.createdPath()).json().get("description").isNull())
                .isTrue();
    }

    @Test
    void the_first_look_has_24_services() {
        assertThat(Api.get("/services/1").json().toString())
                .startsWith("{\"id\":1,\"name\":\"Parcel tracking\","
                        + "\"description\":\"Where a parcel is, and when it will arrive.\",");
        assertThat(Api.get("/services/24").json().get("name").textValue()).isEqualTo("Recycling drop-off");
    }

    @Test
    void the_largest_page_of_the_longest_descriptions_fits_into_a_message() {
        String longest = "{\"name\":\"%s\",\"description\":\"%s\"}".formatted("🐘".repeat(100), "🐘".repeat(1000));
        int bytes = Api.get(Api.post("/services", longest).createdPath())
                .http()
                .body()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                .length;

        // max_payload less what is set aside for the header block; lists have two numbers more, which may grow.
        assertThat(200 * (bytes + 150)).isLessThan((1024 - 64) * 1024);
    }
}
