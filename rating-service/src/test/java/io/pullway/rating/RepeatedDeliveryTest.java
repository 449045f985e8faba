package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api.Answer;
import io.pullway.rating.identity.Person;
import io.pullway.wire.RequestId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** What happens once although its request is delivered twice. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class RepeatedDeliveryTest {
    private final String id = RequestId.next().text();

    @Test
    void a_change_is_answered_again_and_its_condition_not_judged_again() {
        String user = Api.newUser();
        String king = "{\"firstName\":\"Ada\",\"lastName\":\"King\"}";

        Answer first = Api.put(user, king, "If-Match", "\"1\"", Deliveries.ID, id);
        Api.patch(user, "{\"firstName\":\"Augusta\"}");
        Answer second = Api.put(user, king, "If-Match", "\"1\"", Deliveries.ID, id);

        assertSame(first, second, 200);
        assertThat(second.field("etag")).isEqualTo("\"2\"");
        assertThat(Api.get(user).json().get("firstName").textValue()).isEqualTo("Augusta");
    }

    @Test
    void a_patch_happens_once() {
        String user = Api.newUser();

        Answer first = Api.patch(user, "{\"lastName\":\"King\"}", Deliveries.ID, id);
        Answer second = Api.patch(user, "{\"lastName\":\"King\"}", Deliveries.ID, id);

        assertSame(first, second, 200);
        assertThat(Api.get(user).field("etag")).isEqualTo("\"2\"");
    }

    @Test
    void what_was_deleted_is_told_to_be_deleted_again() {
        String user = Api.newUser();

        assertSame(
                Api.delete(user, "If-Match", "\"1\"", Deliveries.ID, id),
                Api.delete(user, "If-Match", "\"1\"", Deliveries.ID, id),
                204);
    }

    @Test
    void a_rating_that_was_refused_stays_refused_though_its_pair_is_free_by_now() {
        String path = Api.newRating(3);
        var rating = Api.get(path).json();
        String same = Api.rating(
                rating.get("userId").longValue(), rating.get("serviceId").longValue(), 5);

        Answer first = Api.post("/ratings", same, Deliveries.ID, id);
        Api.delete(path);
        Answer second = Api.post("/ratings", same, Deliveries.ID, id);

        assertSame(first, second, 409);
    }

    @Test
    void an_api_key_that_was_deleted_is_told_to_be_deleted_again() {
        Person ada = Person.withProfile();
        String token = ada.bearer("user");
        ada.newApiKey();
        String key = ada.path() + "/api-keys/"
                + Api.get(ada.path() + "/api-keys", "authorization", token)
                        .json()
                        .get(0)
                        .get("id");

        assertSame(
                Api.delete(key, "authorization", token, Deliveries.ID, id),
                Api.delete(key, "authorization", token, Deliveries.ID, id),
                204);
    }

    private static void assertSame(Answer first, Answer second, int status) {
        assertThat(first.status()).as(first.http().body()).isEqualTo(status);
        assertThat(second.status()).isEqualTo(status);
        assertThat(second.http().body()).isEqualTo(first.http().body());
        assertThat(second.http().headers().map())
                .isEqualTo(first.http().headers().map());
    }
}
