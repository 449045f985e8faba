package io.pullway.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * HTTP field lines in the order in which they were sent, repeated ones repeated. Names are in lower
 * case; a value is ISO-8859-1 text, one character for each byte (RFC 9110 section 5.5).
 *
 * <p>One thread at a time while lines are added; safe to share once nobody adds any more.
 */
public final class FieldLines {
    private String[] namesAndValues;
    private int used;

    public FieldLines() {
        this(16);
    }

    /** @param expectedLines how many lines will probably be added; more may be */
    public FieldLines(int expectedLines) {
        namesAndValues = new String[Math.max(expectedLines, 4) * 2];
    }

    /** Adds a line. The writer checks both parts; the name has to be in lower case already. */
    public FieldLines add(String name, String value) {
        if (used == namesAndValues.length) {
            namesAndValues = Arrays.copyOf(namesAndValues, used * 2);
        }
        namesAndValues[used++] = name;
        namesAndValues[used++] = value;
        return this;
    }

    /** Gives the first line of this name another value, or adds a line. */
    public FieldLines set(String name, String value) {
        for (int i = 0; i < used; i += 2) {
            if (namesAndValues[i].equals(name)) {
                namesAndValues[i + 1] = value;
                return this;
            }
        }
        return add(name, value);
    }

    /** Whether HTTP allows this field (RFC 9110 section 5): a token as name, no control octets in the value. */
    public static boolean isLegal(String name, String value) {
        return !name.isEmpty()
                && name.chars().allMatch(HttpOctets::isToken)
                && value.chars().allMatch(HttpOctets::isFieldValue);
    }

    public int size() {
        return used / 2;
    }

    public String name(int line) {
        return namesAndValues[2 * line];
    }

    public String value(int line) {
        return namesAndValues[2 * line + 1];
    }

    /** The value of the first line of this name, or null. */
    public String first(String name) {
        for (int i = 0; i < used; i += 2) {
            if (namesAndValues[i].equals(name)) {
                return namesAndValues[i + 1];
            }
        }
        return null;
    }

    /** The values of all lines of this name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < used; i += 2) {
            if (namesAndValues[i].equals(name)) {
                values.add(namesAndValues[i + 1]);
            }
        }
        return values;
    }

    public void forEach(BiConsumer<String, String> nameAndValue) {
        for (int i = 0; i < used; i += 2) {
            nameAndValue.accept(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    /** Equal when the same lines stand in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FieldLines that
                && Arrays.equals(namesAndValues, 0, used, that.namesAndValues, 0, that.used);
    }

    @Override
    public int hashCode() {
        return Arrays.asList(namesAndValues).subList(0, used).hashCode();
    }

    /** Names only: values may be credentials. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>();
        forEach((name, value) -> names.add(name));
        return "FieldLines" + names;
    }
}
