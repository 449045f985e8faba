package io.pullway.cli.streams;

import java.util.Map;
import java.util.function.Function;

/**
 * One field of NACK's schema and what it is in NATS.
 *
 * @param nats its name in the JSON of NATS, parts joined by dots; null for what only tells NACK how to work
 * @param leftOut its value when the file leaves it out (or writes the zero of its type, which NATS takes
 *     for the same), given the other fields of the file
 * @param change what NATS can change it to on what exists
 */
record Field(String name, String nats, FieldType type, Function<Map<String, Object>, Object> leftOut, Change change) {

    /** Which changes of a field NATS makes. */
    interface Change {
        Change FREE = (from, to) -> true;
        Change FIXED = (from, to) -> false;
        Change ONLY_ON = (from, to) -> to.equals(true);

        boolean isPossible(Object from, Object to);
    }

    static Field of(String name, String nats, FieldType type) {
        return new Field(name, nats, type, spec -> type.zero(), Change.FREE);
    }

    static Field forNackOnly(String name, FieldType type) {
        return of(name, null, type);
    }

    Field leftOut(Object value) {
        return leftOut(spec -> value);
    }

    Field leftOut(Function<Map<String, Object>, Object> value) {
        return new Field(name, nats, type, value, change);
    }

    Field fixed() {
        return changing(Change.FIXED);
    }

    Field changing(Change possible) {
        return new Field(name, nats, type, leftOut, possible);
    }

    boolean isKnownToNats() {
        return nats != null;
    }
}
