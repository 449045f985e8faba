package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class PagesTest {
    private static final String WRONG_PAGE = "page: must be a whole number from 0 to 100000";
    private static final String WRONG_SIZE = "size: must be a whole number from 1 to 200";

    @ParameterizedTest
    @ValueSource(strings = {"/users", "/ratings"})
    void a_list_without_a_wish_is_its_first_50_entries(String list) {
        assertThat(ids(Api.get(list))).hasSize(50).startsWith(1L).endsWith(50L);
    }

    @Test
    void a_page_is_that_part_of_the_list_and_tells_its_neighbours() {
        Answer page = Api.get("/services?page=2&size=5");

        assertThat(ids(page)).containsExactly(11L, 12L, 13L, 14L, 15L);
        assertThat(page.http().headers().allValues("link"))
                .satisfiesExactly(
                        link -> assertThat(link).endsWith("/services?page=1&size=5>; rel=\"prev\""),
                        link -> assertThat(link).endsWith("/services?page=3&size=5>; rel=\"next\""));
    }

    @Test
    void the_first_page_has_no_page_before_it_and_the_last_none_after() {
        assertThat(Api.get("/ratings?size=10").field("link"))
                .contains("rel=\"next\"")
                .doesNotContain("prev");
        assertThat(Api.get("/ratings?size=200&page=99999").field("link"))
                .contains("rel=\"prev\"")
                .doesNotContain("next");
    }

    @Test
    void following_next_reads_every_entry_once() {
        List<Long> read = new ArrayList<>();
        Answer page = Api.get("/ratings?size=190");
        read.addAll(ids(page));
        for (int number = 1; page.http().headers().allValues("link").toString().contains("next"); number++) {
            page = Api.get("/ratings?size=190&page=" + number);
            read.addAll(ids(page));
        }

        assertThat(read).isSorted().doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(600);
    }

    @Test
    void a_page_after_the_last_is_empty() {
        Answer page = Api.get("/users?page=100000&size=200");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.http().body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "100001", "99999999999999", "x", "", "1.5", "+1", "%00", "%D9%A1"})
    void a_page_that_cannot_be_is_refused(String page) {
        assertThat(Api.get("/users?page=" + page).wrongFields()).containsExactly(WRONG_PAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-5", "all"})
    void a_size_that_cannot_be_is_refused(String size) {
        assertThat(Api.get("/services?size=" + size).wrongFields()).containsExactly(WRONG_SIZE);
    }

    @Test
    void both_are_named_when_both_are_wrong() {
        assertThat(Api.get("/ratings?size=0&page=x").wrongFields()).containsExactly(WRONG_PAGE, WRONG_SIZE);
    }

    private static List<Long> ids(Answer page) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.json().isArray()).isTrue();
        List<Long> ids = new ArrayList<>();
        page.json().forEach(entry -> ids.add(entry.get("id").longValue()));
        return ids;
    }
}
