package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What users think of a service. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class StatisticsTest {
    @Test
    void a_service_without_ratings_has_no_average() {
        String service = Api.newService();

        assertThat(Api.get(service + "/statistics").http().body())
                .isEqualTo("{\"serviceId\":%d,\"count\":0,\"average\":null,".formatted(Api.id(service))
                        + "\"distribution\":{\"1\":0,\"2\":0,\"3\":0,\"4\":0,\"5\":0}}");
    }

    @Test
    void ratings_are_counted_by_score() {
        String service = rated(1, 5, 5, 4, 2, 5);

        assertThat(Api.get(service + "/statistics").http().body())
                .isEqualTo("{\"serviceId\":%d,\"count\":6,\"average\":3.67,".formatted(Api.id(service))
                        + "\"distribution\":{\"1\":1,\"2\":1,\"3\":0,\"4\":1,\"5\":3}}");
    }

    @Test
    void an_average_has_two_decimals() {
        assertThat(Api.get(rated(4, 4) + "/statistics").http().body()).contains("\"average\":4.00,");
        assertThat(Api.get(rated(1, 1, 1, 1, 1, 1, 1, 2) + "/statistics").http().body())
                .contains("\"average\":1.13,");
    }

    @Test
    void a_change_of_a_rating_changes_them() {
        String rating = Api.newRating(1);
        String statistics = "/services/" + Api.get(rating).json().get("serviceId") + "/statistics";

        Api.patch(rating, "{\"score\":5}");
        assertThat(Api.get(statistics).json().get("average").doubleValue()).isEqualTo(5);
        Api.delete(rating);
        assertThat(Api.get(statistics).json().get("count").intValue()).isZero();
    }

    @Test
    void the_list_tells_count_and_average_of_each_service() {
        String service = rated(5, 4);
        String without = Api.newService();

        JsonNode list = Api.get("/services?sort=-id&limit=200").json();
        AtomicLong ratings = new AtomicLong();
        list.forEach(each -> {
            JsonNode statistics =
                    Api.get("/services/%s/statistics".formatted(each.get("id"))).json();
            assertThat(each.get("ratingCount")).isEqualTo(statistics.get("count"));
            assertThat(each.get("averageScore")).isEqualTo(statistics.get("average"));
            ratings.addAndGet(each.get("ratingCount").longValue());
        });

        assertThat(ratings.get()).isGreaterThanOrEqualTo(602);
        assertThat(list.toString())
                .contains("\"id\":%d,".formatted(Api.id(service)), "\"ratingCount\":2,\"averageScore\":4.5")
                .contains("\"id\":%d,".formatted(Api.id(without)), "\"ratingCount\":0,\"averageScore\":null");
    }

    @Test
    void the_statistics_of_nothing_are_not_found() {
        Api.get("/services/9000000000/statistics").problem(404);
        Api.get("/services/x/statistics").problem(404);
        Api.delete("/services/1/statistics").problem(405);
    }

    private static String rated(int... scores) {
        String service = Api.newService();
        for (int score : scores) {
            Api.post("/ratings", Api.rating(Api.id(Api.newUser()), Api.id(service), score))
                    .createdPath();
        }
        return service;
    }
}
