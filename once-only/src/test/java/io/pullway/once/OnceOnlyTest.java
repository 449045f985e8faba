package io.pullway.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.once.Request.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code @OnceOnly} in an application, against a real PostgreSQL. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class OnceOnlyTest extends OnceOnlyCase {
    @ParameterizedTest
    @ValueSource(
            strings = {"jdbc", "entity", "count", "text", "list", "nothing", "panache", "panache-transactional", "slow"
            })
    void a_request_delivered_again_has_one_effect_and_the_same_answer_byte_for_byte(String path) {
        Request request = Request.to(path + "?name=" + name);

        Answer first = Request.answer(request.deliver());
        Answer second = Request.answer(request.deliver());
        Answer third = Request.answer(request.deliver());

        assertThat(first.status()).as(first.text()).isBetween(200, 204);
        assertThat(second).usingRecursiveComparison().isEqualTo(first);
        assertThat(third).usingRecursiveComparison().isEqualTo(first);
        assertThat(EffectsResource.RUNS).hasValue(1);
        assertThat(rows().effects(name)).isEqualTo(1);
    }

    /** Id and name differ from run to run, so each pair is compared with both taken out. */
    @ParameterizedTest
    @ValueSource(strings = {"entity", "count", "text", "list", "nothing"})
    void the_answer_is_that_of_the_same_method_without_it(String path) {
        Answer with = Request.answer(Request.to(path + "?name=" + name).deliver());
        Answer without = Request.answer(
                Request.to("plain-" + path + "?name=" + name + "x").deliver());

        assertThat(with.status()).isEqualTo(without.status());
        assertThat(masked(with)).isEqualTo(masked(without));
        assertThat(with.headers().get("content-type"))
                .isEqualTo(without.headers().get("content-type"));
        assertThat(with.headers().keySet()).isEqualTo(without.headers().keySet());
    }

    @Test
    void all_header_fields_that_a_response_sets_are_those_of_the_same_method_without_it() {
        Answer with = Request.answer(Request.to("jdbc?name=" + name).deliver());
        Answer without = Request.answer(Request.to("plain?name=" + name + "x").deliver());

        assertThat(with.headers()).containsKeys("location", "cache-control", "set-cookie", "content-type");
        assertThat(with.headers().get("x-several")).containsExactly("one", "two");
        with.headers().keySet().removeAll(java.util.Set.of("location", "content-length"));
        without.headers().keySet().removeAll(java.util.Set.of("location", "content-length"));
        assertThat(with.headers()).isEqualTo(without.headers());
    }

    @Test
    void response_filters_of_the_application_run_again_at_a_replay() {
        Request request = Request.to("jdbc?name=" + name);

        int first = filtered(request.deliver());

        assertThat(filtered(request.deliver())).isEqualTo(first + 1);
        assertThat(EffectsResource.RUNS).hasValue(1);
    }

    @Test
    void another_request_is_another_effect() {
        Request.to("answer?status=200&name=" + name).deliver();
        Request.to("answer?status=200&name=" + name + "x").deliver();

        assertThat(EffectsResource.RUNS).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "checked", "unchecked"})
    void a_method_that_throws_stores_nothing_and_runs_again(String kind) {
        Request request = Request.to("throw?kind=" + kind + "&name=" + name);

        assertThat(request.deliver().statusCode()).isEqualTo(kind.equals("http") ? 409 : 500);
        assertThat(request.deliver().statusCode()).isEqualTo(kind.equals("http") ? 409 : 500);

        assertThat(EffectsResource.RUNS).hasValue(2);
        assertThat(rows().effects(name)).isZero();
        assertThat(rows().isStored(request)).isFalse();
    }

    @Test
    void a_method_that_throws_after_it_made_an_entity_stores_nothing() {
        Request request = Request.to("panache-throw?name=" + name);

        assertThat(request.deliver().statusCode()).isEqualTo(500);

        assertThat(rows().effects(name)).isZero();
        assertThat(rows().isStored(request)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 503})
    void an_answer_that_says_that_nothing_happened_makes_it_so(int status) {
        Request request = Request.to("answer?status=" + status + "&name=" + name);

        assertThat(request.deliver().statusCode()).isEqualTo(status);
        assertThat(rows().effects(name)).isZero();
        assertThat(rows().isStored(request)).isFalse();

        assertThat(request.deliver().statusCode()).isEqualTo(status);
        assertThat(EffectsResource.RUNS).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 409, 500})
    void every_other_answer_is_kept(int status) {
        Request request = Request.to("answer?status=" + status + "&name=" + name);

        String first = Request.answer(request.deliver()).text();

        assertThat(request.deliver().statusCode()).isEqualTo(status);
        assertThat(Request.answer(request.deliver()).text()).isEqualTo(first).startsWith("run ");
        assertThat(EffectsResource.RUNS).hasValue(1);
        assertThat(rows().effects(name)).isEqualTo(1);
    }

    @Test
    void what_hibernate_fills_in_at_the_end_of_the_transaction_is_in_the_answer() {
        Request.to("panache?name=" + name).deliver();
        Request change = Request.to("panache-change?name=" + name + "&to=" + name + "x");

        Answer first = Request.answer(change.deliver());

        assertThat(first.text()).contains("\"version\":1", name + "x");
        assertThat(Request.answer(change.deliver()).text()).isEqualTo(first.text());
    }

    @Test
    void what_the_database_refuses_at_the_end_of_the_transaction_stores_nothing() {
        Request.to("panache?name=" + name).deliver();
        Request.to("panache?name=" + name + "x").deliver();
        Request change = Request.to("panache-change?name=" + name + "&to=" + name + "x");

        HttpResponse<byte[]> refused = change.deliver();

        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.headers().firstValue(Deliveries.GIVEN_BACK)).isEmpty();
        assertThat(rows().isStored(change)).isFalse();
    }

    @Test
    void without_an_id_a_method_runs_in_a_transaction_and_leaves_no_row() {
        long rows = rows().count("SELECT count(*) FROM pullway_once_only");

        Request request = new Request(null, "answer?status=200&name=" + name);
        assertThat(request.deliver().statusCode()).isEqualTo(200);
        assertThat(rows().effects(name)).isEqualTo(1);
        Request refused = new Request(null, "answer?status=403&name=" + name + "x");
        assertThat(refused.deliver().statusCode()).isEqualTo(403);

        assertThat(rows().count("SELECT count(*) FROM effects WHERE name = '" + name + "x'"))
                .isZero();
        assertThat(rows().count("SELECT count(*) FROM pullway_once_only")).isLessThanOrEqualTo(rows);
    }

    @Test
    void a_method_that_answers_later_is_refused_and_not_run() {
        assertThat(Request.to("later?name=" + name).deliver().statusCode()).isEqualTo(500);
        assertThat(EffectsResource.RUNS).hasValue(0);
    }

    private static int filtered(HttpResponse<byte[]> response) {
        return Integer.parseInt(
                response.headers().firstValue(Deliveries.FILTERED).orElseThrow());
    }

    private String masked(Answer answer) {
        return answer.text().replaceAll(name + "x?", "NAME").replaceAll("[0-9]+", "N");
    }
}
