package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class RatingsTest {
    private static final long UNKNOWN = 9_000_000_000L;

    @Test
    void a_created_rating_is_answered_with_its_place_and_found_there() {
        long user = Api.id(Api.newUser());
        long service = Api.id(Api.newService());

        Answer created = Api.post("/ratings", Api.rating(user, service, 5));

        assertThat(created.status()).isEqualTo(201);
        long id = created.json().get("id").longValue();
        assertThat(created.field("location")).endsWith("/ratings/" + id);
        Answer read = Api.get("/ratings/" + id);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.http().body())
                .isEqualTo(created.http().body())
                .startsWith("{\"id\":%d,\"userId\":%d,\"serviceId\":%d,\"score\":5,\"comment\":null,\"createdAt\":\""
                        .formatted(id, user, service));
        Api.assertJustMade(read.json());
    }

    @Test
    void a_rating_may_say_why() {
        long user = Api.id(Api.newUser());
        long service = Api.id(Api.newService());

        Answer created = Api.post(
                "/ratings",
                "{\"userId\":%d,\"serviceId\":%d,\"score\":2,\"comment\":\" Late,\\nand wet. ☔ \"}"
                        .formatted(user, service));

        assertThat(Api.get(created.createdPath()).json().get("comment").textValue())
                .isEqualTo("Late,\nand wet. ☔");
    }

    @Test
    void the_second_rating_of_a_pair_is_a_conflict_and_the_first_one_stays() {
        long user = Api.id(Api.newUser());
        long service = Api.id(Api.newService());
        String first = Api.post("/ratings", Api.rating(user, service, 1)).createdPath();

        Api.post("/ratings", Api.rating(user, service, 5)).problem(409);

        assertThat(Api.get(first).json().get("score").intValue()).isEqualTo(1);
    }

    @Test
    void one_user_rates_two_services_and_two_users_one_service() {
        long user = Api.id(Api.newUser());
        long service = Api.id(Api.newService());

        Api.post("/ratings", Api.rating(user, service, 1)).createdPath();
        Api.post("/ratings", Api.rating(user, Api.id(Api.newService()), 2)).createdPath();
        Api.post("/ratings", Api.rating(Api.id(Api.newUser()), service, 3)).createdPath();
    }

    @Test
    void each_unknown_end_of_a_rating_is_named() {
        long user = Api.id(Api.newUser());
        long service = Api.id(Api.newService());

        assertThat(Api.post("/ratings", Api.rating(UNKNOWN, service, 3)).wrongFields())
                .containsExactly("userId: no such user");
        assertThat(Api.post("/ratings", Api.rating(user, UNKNOWN, 3)).wrongFields())
                .containsExactly("serviceId: no such service");
        assertThat(Api.post("/ratings", Api.rating(-1, 0, 3)).wrongFields())
                .containsExactly("userId: no such user", "serviceId: no such service");
    }

    @Test
    void an_unknown_end_is_named_beside_other_wrong_fields() {
        long user = Api.id(Api.newUser());
        long service = Api.id(Api.newService());

        assertThat(Api.post("/ratings", Api.rating(UNKNOWN, service, 9)).wrongFields())
                .containsExactly("userId: no such user", "score: must be from 1 to 5");
        assertThat(Api.post("/ratings", "{\"userId\":%d,\"serviceId\":%d,\"stars\":3}".formatted(user, UNKNOWN))
                        .wrongFields())
                .containsExactly("serviceId: no such service", "score: is required", "stars: is not known");
    }

    @Test
    void of_200_ratings_of_a_pair_at_once_exactly_one_is_created() throws Exception {
        String rating = Api.rating(Api.id(Api.newUser()), Api.id(Api.newService()), 3);
        List<Callable<Answer>> posts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            posts.add(() -> Api.post("/ratings", rating));
        }
        List<Integer> statuses = new ArrayList<>();

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : clients.invokeAll(posts)) {
                statuses.add(answer.get().status());
            }
        }

        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201).hasSize(200);
    }

    @Test
    void the_first_look_has_600_ratings_by_all_users_of_all_services() {
        List<Long> ids = new ArrayList<>();
        int good = 0;
        for (String page = "/ratings?limit=200"; ids.size() < 600; page = Api.link(Api.get(page), "next")) {
            for (var rating : Api.get(page).json()) {
                ids.add(rating.get("id").longValue());
                assertThat(rating.get("userId").longValue()).isBetween(1L, 120L);
                assertThat(rating.get("serviceId").longValue()).isBetween(1L, 24L);
                good += rating.get("score").intValue() >= 4 ? 1 : 0;
            }
        }
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, 600).boxed().toList());
        assertThat(good).isEqualTo(342);
    }

    @Test
    void the_largest_part_of_the_longest_comments_fits_into_a_message() {
        String rating = "{\"userId\":%d,\"serviceId\":%d,\"score\":5,\"comment\":\"%s\"}"
                .formatted(Api.id(Api.newUser()), Api.id(Api.newService()), "🐘".repeat(1000));
        int bytes = Api.get(Api.post("/ratings", rating).createdPath())
                .http()
                .body()
                .getBytes(StandardCharsets.UTF_8)
                .length;

        // max_payload less what is set aside for the header block; ids and versions may grow.
        assertThat(200 * (bytes + 50)).isLessThan((1024 - 64) * 1024);
    }
}
