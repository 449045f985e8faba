package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many clients change the same thing at once, and no change is overwritten by one that did not know of it. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class LostUpdatesTest {
    private static final int CLIENTS = 16;
    private static final int CHANGES = 10;

    @Test
    void clients_that_count_with_if_match_lose_no_step() throws Exception {
        String service = Api.post("/services", "{\"name\":\"0\"}").createdPath();

        atOnce(IntStream.range(0, CLIENTS)
                .<Callable<Integer>>mapToObj(client -> () -> {
                    for (int done = 0; done < CHANGES; ) {
                        Answer read = Api.get(service);
                        int next = read.json().get("name").asInt() + 1;
                        Answer written =
                                Api.put(service, "{\"name\":\"%d\"}".formatted(next), "If-Match", read.field("etag"));
                        assertThat(written.status()).isIn(200, 412);
                        done += written.status() == 200 ? 1 : 0;
                    }
                    return CHANGES;
                })
                .toList());

        Answer counted = Api.get(service);
        assertThat(counted.json().get("name").asInt()).isEqualTo(CLIENTS * CHANGES);
        assertThat(counted.field("etag")).isEqualTo("\"%d\"".formatted(1 + CLIENTS * CHANGES));
    }

    @Test
    void of_changes_to_one_version_exactly_one_happens() throws Exception {
        String rating = Api.newRating(1);

        List<Integer> statuses = atOnce(IntStream.range(0, 40)
                .<Callable<Integer>>mapToObj(i -> () -> (i % 2 == 0
                                ? Api.patch(rating, "{\"score\":%d}".formatted(2 + i % 4), "If-Match", "\"1\"")
                                : Api.delete(rating, "If-Match", "\"1\""))
                        .status())
                .toList());

        assertThat(statuses.stream().filter(status -> status == 200 || status == 204))
                .hasSize(1);
        assertThat(statuses)
                .containsAnyOf(200, 204)
                .allMatch(status -> List.of(200, 204, 404, 412).contains(status));
    }

    /** Without a condition too: each patch is of the version that it finds. */
    @Test
    void patches_of_different_fields_all_stay() throws Exception {
        for (int round = 0; round < 20; round++) {
            String rating = Api.newRating(1);
            assertThat(atOnce(List.of(
                            () -> Api.patch(rating, "{\"score\":5}").status(),
                            () -> Api.patch(rating, "{\"comment\":\"Good\"}").status())))
                    .containsOnly(200);

            assertThat(Api.get(rating).json().get("score").intValue()).isEqualTo(5);
            assertThat(Api.get(rating).json().get("comment").textValue()).isEqualTo("Good");
        }
    }

    @Test
    void a_service_that_is_being_rated_is_not_deleted_under_the_rating() throws Exception {
        for (int round = 0; round < 20; round++) {
            String service = Api.newService();
            String rating = Api.rating(Api.id(Api.newUser()), Api.id(service), 3);

            List<Integer> statuses = atOnce(List.of(
                    () -> Api.delete(service).status(),
                    () -> Api.post("/ratings", rating).status()));

            assertThat(statuses).isIn(List.of(204, 422), List.of(409, 201));
        }
    }

    private static List<Integer> atOnce(List<Callable<Integer>> work) throws InterruptedException, ExecutionException {
        List<Integer> results = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> result : clients.invokeAll(work)) {
                results.add(result.get());
            }
        }
        return results;
    }
}
