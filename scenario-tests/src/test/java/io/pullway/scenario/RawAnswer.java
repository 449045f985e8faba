package io.pullway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An answer as it came.
 *
 * @param statusLine without its end
 * @param fields in order; values are ISO-8859-1 text of the bytes, without the white space around them
 * @param body without its framing
 */
record RawAnswer(String statusLine, List<Field> fields, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One field line. */
    record Field(String name, String value) {}

    int status() {
        return Integer.parseInt(statusLine.split(" ", 3)[1]);
    }

    /** All values of a field, in order. Names are the same in upper and lower case. */
    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** The first value of a field. */
    Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    List<String> names() {
        return fields.stream()
                .map(field -> field.name().toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    /** The body as text. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** @throws AssertionError with the whole answer, when its body is no JSON */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("No JSON: " + this, e);
        }
    }

    /** @throws AssertionError with the whole answer, when it is not the echo service's own 200 */
    Echoed echoed() {
        if (status() != 200) {
            throw new AssertionError("Not echoed: " + this);
        }
        try {
            return JSON.readValue(body, Echoed.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For messages of failed assertions. */
    @Override
    public String toString() {
        String content = body.length > 2_000 ? body.length + " bytes" : new String(body, StandardCharsets.ISO_8859_1);
        return statusLine + " " + fields + " " + content;
    }
}
