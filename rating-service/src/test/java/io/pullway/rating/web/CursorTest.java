package io.pullway.rating.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.web.Cursor.Direction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CursorTest {
    private static final String URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Property
    void a_cursor_survives_its_code_which_can_stand_in_a_url(@ForAll("cursors") Cursor cursor) {
        assertThat(Cursor.decoded(cursor.encoded())).contains(cursor);
        assertThat(cursor.encoded()).matches("[A-Za-z0-9_-]{1,1000}");
    }

    @Property
    void a_code_with_another_character_is_none(
            @ForAll("cursors") Cursor cursor,
            @ForAll @IntRange(max = 999) int where,
            @ForAll @IntRange(max = 63) int with) {
        StringBuilder code = new StringBuilder(cursor.encoded());
        int at = where % code.length();
        char other = URL_SAFE.charAt(with);
        if (code.charAt(at) != other) {
            code.setCharAt(at, other);
            assertThat(Cursor.decoded(code.toString())).isEmpty();
        }
    }

    @Property
    void a_code_that_is_cut_off_is_none(@ForAll("cursors") Cursor cursor, @ForAll @IntRange(max = 999) int where) {
        String code = cursor.encoded();

        assertThat(Cursor.decoded(code.substring(0, where % code.length()))).isEmpty();
    }

    @Property
    void whatever_stands_there_is_no_error(@ForAll String code) {
        assertThat(Cursor.decoded(code)).isEmpty();
    }

    @Example
    void a_code_has_no_padding_and_nothing_around_it() {
        String code = new Cursor(Direction.AFTER, "id", 5, "5").encoded();

        assertThat(Cursor.decoded(code)).isPresent();
        for (String other : new String[] {code + "=", code + "==", " " + code, code + "\n", code + code}) {
            assertThat(Cursor.decoded(other)).as(other).isEmpty();
        }
    }

    @Provide
    Arbitrary<Cursor> cursors() {
        Arbitrary<String> values = Arbitraries.strings()
                .all()
                .excludeChars('\0')
                .ofMaxLength(100)
                .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
        Arbitrary<String> beyond =
                Arbitraries.of("🐘", "\n", "Ó", "x").list().ofMaxSize(100).map(it -> String.join("", it));
        return Combinators.combine(
                        Arbitraries.of(Direction.class),
                        Arbitraries.of("id", "-id", "lastName", "-createdAt"),
                        Arbitraries.longs(),
                        Arbitraries.oneOf(values, beyond))
                .as(Cursor::new);
    }
}
