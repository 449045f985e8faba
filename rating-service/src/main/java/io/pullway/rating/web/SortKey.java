package io.pullway.rating.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;

/**
 * What a list can be sorted by.
 *
 * @param name in {@code sort=}
 * @param sql the expression that an index has, followed by the id
 * @param kind of its values
 * @param of the value of an entry; never null
 * @param <T> an entry
 */
public record SortKey<T extends Entry>(String name, String sql, Kind kind, Function<T, ?> of) {
    /** Turns the text of a value, which {@code toString} made and a client may have changed, into a parameter of SQL. */
    public enum Kind {
        NUMBER {
            @Override
            Object parse(String text) {
                return Long.valueOf(text);
            }
        },
        TEXT {
            @Override
            Object parse(String text) {
                if (text.indexOf('\0') >= 0) {
                    throw new IllegalArgumentException("PostgreSQL has no U+0000");
                }
                return text;
            }
        },
        TIME {
            @Override
            Object parse(String text) {
                OffsetDateTime time = Instant.parse(text).atOffset(ZoneOffset.UTC);
                if (time.getYear() < 1 || time.getYear() > 9999) {
                    throw new DateTimeException("PostgreSQL has fewer years than Java");
                }
                return time;
            }
        };

        /** @throws IllegalArgumentException or DateTimeException if the text is none of this kind */
        abstract Object parse(String text);
    }

    public static <T extends Entry> SortKey<T> id() {
        return new SortKey<>("id", "id", Kind.NUMBER, Entry::id);
    }

    public static <T extends Entry> SortKey<T> number(String name, String sql, Function<T, ? extends Number> of) {
        return new SortKey<>(name, sql, Kind.NUMBER, of);
    }

    /** In the order of Unicode's root collation: see the indexes in the migrations. */
    public static <T extends Entry> SortKey<T> text(String name, String column, Function<T, String> of) {
        return new SortKey<>(name, column + " COLLATE \"und-x-icu\"", Kind.TEXT, of);
    }

    public static <T extends Entry> SortKey<T> time(String name, String sql, Function<T, Instant> of) {
        return new SortKey<>(name, sql, Kind.TIME, of);
    }
}
