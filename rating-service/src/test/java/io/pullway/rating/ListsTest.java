package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of lists, their order and their neighbours. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ListsTest {
    private static final String WRONG_LIMIT = "limit: must be a whole number from 1 to 200";
    private static final String WRONG_CURSOR = "cursor: must be one that a link of this list has";

    @ParameterizedTest
    @ValueSource(strings = {"/users", "/ratings"})
    void a_list_without_a_wish_is_its_first_50_entries(String list) {
        assertThat(Api.ids(Api.get(list)))
                .isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void a_part_tells_its_neighbours() {
        Answer first = Api.get("/services?limit=5");
        Answer second = Api.get(Api.link(first, "next"));
        Answer third = Api.get(Api.link(second, "next"));

        assertThat(Api.ids(first)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(Api.link(first, "prev")).isNull();
        assertThat(Api.ids(second)).containsExactly(6L, 7L, 8L, 9L, 10L);
        assertThat(Api.ids(third)).containsExactly(11L, 12L, 13L, 14L, 15L);
        assertThat(Api.ids(Api.get(Api.link(third, "prev")))).isEqualTo(Api.ids(second));
        assertThat(Api.link(third, "first")).isEqualTo("/services?limit=5");
        Answer back = Api.get(Api.link(Api.get(Api.link(third, "prev")), "prev"));
        assertThat(Api.ids(back)).isEqualTo(Api.ids(first));
        assertThat(Api.link(back, "prev")).isNull();
        assertThat(Api.ids(Api.get(Api.link(back, "next")))).isEqualTo(Api.ids(second));
    }

    @Test
    void links_are_those_that_the_client_sees_and_keep_what_it_asked_for() {
        Answer part = Api.get(
                "/users?limit=1&utm_source=x&q=%20an%26%7Bn%7D%25&sort=-lastName",
                "X-Forwarded-Prefix", "/api", "X-Forwarded-Host", "shop.example", "X-Forwarded-Proto", "https");

        assertThat(part.http().headers().allValues("link"))
                .containsExactly("<https://shop.example/api/users?q=%20an%26%7Bn%7D%25&limit=1&sort=-lastName>;"
                        + " rel=\"first\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/users, id",
        "/users, -id",
        "/users, firstName",
        "/users, -lastName",
        "/users, createdAt",
        "/users, -createdAt",
        "/services, name",
        "/services, -name",
        "/services, -createdAt",
        "/ratings, score",
        "/ratings, -score",
        "/ratings, createdAt",
        "/ratings, -id"
    })
    void there_and_back_the_links_lead_past_every_entry_once(String list, String sort) {
        List<Long> there = new ArrayList<>();
        String last = null;
        for (String next = list + "?limit=37&sort=" + sort; next != null; ) {
            Answer part = Api.get(next);
            there.addAll(Api.ids(part));
            last = next;
            next = Api.link(part, "next");
        }
        List<Long> back = new ArrayList<>();
        for (String prev = last; prev != null; ) {
            Answer part = Api.get(prev);
            back.addAll(Api.ids(part).reversed());
            prev = Api.link(part, "prev");
        }

        assertThat(there).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(list.equals("/services") ? 24 : 120);
        assertThat(back.reversed()).isEqualTo(there);
    }

    @Test
    void names_sort_as_people_expect() {
        String of = "Sortby" + System.nanoTime();
        for (String name : List.of("zebra", "Óscar", "Oscar", "apple", "Zoë", "Ämilie", "Apple", "olga")) {
            Api.post("/users", "{\"firstName\":\"%s\",\"lastName\":\"%s\"}".formatted(name, of));
        }

        List<String> names = new ArrayList<>();
        Api.get("/users?sort=firstName&q=" + of)
                .json()
                .forEach(user -> names.add(user.get("firstName").textValue()));

        assertThat(names).containsExactly("Ämilie", "apple", "Apple", "olga", "Oscar", "Óscar", "zebra", "Zoë");
    }

    @Test
    void scores_sort_in_both_directions() {
        assertThat(Api.get("/ratings?sort=score&limit=20").json())
                .allMatch(rating -> rating.get("score").intValue() == 1);
        assertThat(Api.get("/ratings?sort=-score&limit=20").json())
                .allMatch(rating -> rating.get("score").intValue() == 5);
    }

    @Test
    void what_is_made_and_deleted_meanwhile_moves_nothing_else() {
        String of = "Moving" + System.nanoTime();
        List<String> users = new ArrayList<>();
        for (char name = 'b'; name <= 'y'; name++) {
            users.add(Api.post("/users", "{\"firstName\":\"%c\",\"lastName\":\"%s\"}".formatted(name, of))
                    .createdPath());
        }
        List<Long> staying = new ArrayList<>(users.stream().map(Api::id).toList());
        List<Long> met = new ArrayList<>();

        String next = "/users?limit=5&sort=firstName&q=" + of;
        for (int part = 0; next != null; part++) {
            Answer answer = Api.get(next);
            met.addAll(Api.ids(answer));
            next = Api.link(answer, "next");
            // The entry that the cursor names, one before it and one after it; and new ones at both ends.
            for (int gone : new int[] {5 * part + 4, 5 * part + 1, 5 * part + 7}) {
                if (gone < users.size() && Api.delete(users.get(gone)).status() == 204) {
                    staying.remove(Api.id(users.get(gone)));
                }
            }
            Api.post("/users", "{\"firstName\":\"a\",\"lastName\":\"%s\"}".formatted(of));
        }

        Set<Long> missed = new TreeSet<>(staying);
        met.forEach(missed::remove);
        assertThat(met).doesNotHaveDuplicates();
        assertThat(missed).isEmpty();
    }

    @Test
    void after_the_last_entry_there_is_nothing_more() {
        String of = "Gone" + System.nanoTime();
        List<String> users = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            users.add(Api.post("/users", "{\"firstName\":\"a\",\"lastName\":\"%s\"}".formatted(of))
                    .createdPath());
        }
        String next = Api.link(Api.get("/users?limit=2&q=" + of), "next");
        Api.delete(users.getLast());

        Answer part = Api.get(next);

        assertThat(part.http().body()).isEqualTo("[]");
        assertThat(Api.link(part, "next")).isNull();
        assertThat(Api.link(part, "first")).isEqualTo("/users?q=%s&limit=2".formatted(of));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-5", "all", "", "1.5", "+1", "%00", "%D9%A1", "99999999999999999999"})
    void a_limit_that_cannot_be_is_refused(String limit) {
        assertThat(Api.get("/services?limit=" + limit).wrongFields()).containsExactly(WRONG_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "%00", "AAAA", "AAAAAA", "%C3%A9", "===="})
    void a_cursor_that_no_link_has_is_refused(String cursor) {
        assertThat(Api.get("/users?cursor=" + cursor).wrongFields()).containsExactly(WRONG_CURSOR);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    id         ; x
                    id         ; 9223372036854775808
                    -id        ; ''
                    createdAt  ; yesterday
                    createdAt  ; +1000000-01-01T00:00:00Z
                    -createdAt ; -0001-01-01T00:00:00Z
                    lastName   ; NUL
                    """)
    void a_forged_cursor_that_its_order_cannot_have_is_refused(String sort, String value) {
        String cursor = forged("AFTER\n%s\n5\n%s".formatted(sort, value.replace("NUL", "\0")));

        assertThat(Api.get("/users?sort=%s&cursor=%s".formatted(sort, cursor)).wrongFields())
                .containsExactly(WRONG_CURSOR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BESIDE\nid\n5\n5", "AFTER\nid\nx\n5", "AFTER\nid\n5", "AFTER\nid\n05\n5", ""})
    void a_forged_cursor_of_another_form_is_refused(String content) {
        assertThat(Api.get("/users?cursor=" + forged(content)).wrongFields()).containsExactly(WRONG_CURSOR);
    }

    @Test
    void a_cursor_of_another_order_is_refused() {
        String next = Api.link(Api.get("/users?limit=1&sort=lastName"), "next");

        assertThat(Api.get(next.replace("sort=lastName", "sort=-lastName")).wrongFields())
                .containsExactly("cursor: must be one of the list in this order");
    }

    @Test
    void an_order_that_the_list_does_not_have_is_refused() {
        assertThat(Api.get("/users?sort=name").wrongFields())
                .containsExactly(
                        "sort: must be one of id, firstName, lastName, createdAt, or one of them after a minus sign");
        assertThat(Api.get("/services?sort=--name").wrongFields())
                .containsExactly("sort: must be one of id, name, createdAt, or one of them after a minus sign");
        assertThat(Api.get("/ratings?sort=").wrongFields())
                .containsExactly("sort: must be one of id, score, createdAt, or one of them after a minus sign");
    }

    @Test
    void everything_that_is_wrong_is_named_at_once() {
        assertThat(Api.get("/ratings?userId=x&minScore=0&maxScore=6&limit=0&sort=x&cursor=x")
                        .wrongFields())
                .extracting(wrong -> wrong.replaceFirst(":.*", ""))
                .containsExactly("userId", "minScore", "maxScore", "limit", "sort", "cursor");
    }

    @Test
    void other_parameters_are_ignored() {
        assertThat(Api.ids(Api.get("/services?page=7&size=0&x=%00&limit=1"))).containsExactly(1L);
    }

    private static String forged(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        byte[] all = new byte[4 + bytes.length];
        for (int i = 0; i < 4; i++) {
            all[i] = (byte) (crc.getValue() >> 8 * (3 - i));
        }
        System.arraycopy(bytes, 0, all, 4, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }
}
