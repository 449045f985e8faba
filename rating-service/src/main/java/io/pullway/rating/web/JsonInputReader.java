package io.pullway.rating.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.inject.Instance;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the record that a resource method takes as JSON, and checks its Bean Validation constraints. Refuses
 * what is not JSON (400), and what is not such a record with one entry for <em>each</em> wrong field (422):
 * Jackson's own binding ends at the first value of a wrong type, and constraints would never be looked at.
 *
 * <p>Components are {@code String} or {@code Long}. Nothing is converted ({@code "5"} is no number), and a field
 * that the record does not have is refused: a misspelt optional field would vanish without a word, and a
 * field that a later version adds would change the meaning of what is accepted today.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class JsonInputReader implements MessageBodyReader<Record> {
    /** A body of a megabyte has room for 100,000 unknown fields; who sends them does not read them. */
    private static final int MOST_UNKNOWN_FIELDS = 20;

    private static final int LONGEST_FIELD_NAME = 100;

    private final ObjectReader json;
    private final Validator validator;
    private final Instance<ReferenceCheck<?>> references;

    JsonInputReader(ObjectMapper mapper, Validator validator, Instance<ReferenceCheck<?>> references) {
        this.json = mapper.reader()
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.validator = validator;
        this.references = references;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(
            Class<Record> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        if (headers.getFirst(HttpHeaders.CONTENT_TYPE) == null) {
            // Jakarta REST would take it for JSON: a browser sends such a request across sites without asking.
            throw new NotSupportedException();
        }
        JsonNode object = parse(body);
        Map<String, String> wrong = new HashMap<>();
        Record input = bind(object, type, wrong);
        for (ConstraintViolation<Record> violation : validator.validate(input)) {
            wrong.putIfAbsent(violation.getPropertyPath().toString(), violation.getMessage());
        }
        List<String> unknown = unknown(object, type);
        if (!wrong.isEmpty() || !unknown.isEmpty()) {
            throw refusal(input, wrong, unknown).asException();
        }
        return input;
    }

    /** Names the wrong fields in the order of the record, then the unknown ones. */
    private Problem refusal(Record input, Map<String, String> wrong, List<String> unknown) {
        for (ReferenceCheck<?> check : references) {
            wrongReferences(check, input).forEach(field -> wrong.putIfAbsent(field.field(), field.detail()));
        }
        List<WrongField> errors = new ArrayList<>();
        known(input.getClass())
                .filter(wrong::containsKey)
                .forEach(name -> errors.add(new WrongField(name, wrong.get(name))));
        unknown.forEach(name -> errors.add(new WrongField(printable(name), "is not known")));
        return Problem.invalid(errors);
    }

    private static <T extends Record> List<WrongField> wrongReferences(ReferenceCheck<T> check, Record input) {
        return check.type().isInstance(input) ? check.wrong(check.type().cast(input)) : List.of();
    }

    private JsonNode parse(InputStream body) throws IOException {
        try {
            JsonNode parsed = json.readTree(body);
            if (parsed.isMissingNode()) {
                throw Problem.malformed("The body is empty.").asException();
            }
            if (!parsed.isObject()) {
                throw Problem.invalid(List.of(new WrongField("", "must be a JSON object")))
                        .asException();
            }
            return parsed;
        } catch (JsonProcessingException e) {
            // Not its message, which names classes.
            JsonLocation where = e.getLocation();
            String place =
                    where == null ? "" : " (line %d, column %d)".formatted(where.getLineNr(), where.getColumnNr());
            throw Problem.malformed("The body is not valid JSON" + place + ".").asException();
        } catch (CharConversionException e) {
            throw Problem.malformed("The body is not valid UTF-8.").asException();
        }
    }

    private static Record bind(JsonNode object, Class<Record> type, Map<String, String> wrong) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            types[i] = components[i].getType();
            values[i] = types[i] == String.class ? text(object, name, wrong) : number(object, name, wrong);
        }
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Only public records of String and Long can be read: " + type, e);
        }
    }

    private static String text(JsonNode object, String name, Map<String, String> wrong) {
        JsonNode value = object.path(name);
        if (!value.isTextual() && !isAbsent(value)) {
            wrong.put(name, "must be a string");
        }
        return value.textValue();
    }

    private static Long number(JsonNode object, String name, Map<String, String> wrong) {
        JsonNode value = object.path(name);
        if (isAbsent(value)) {
            return null;
        }
        // 4.0 is a whole number to JSON, which knows one kind of number only.
        if (!value.isNumber() || !value.canConvertToExactIntegral()) {
            wrong.put(name, "must be a whole number");
            return null;
        }
        if (!value.canConvertToLong()) {
            wrong.put(name, "is out of range");
            return null;
        }
        return value.longValue();
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static Stream<String> known(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName);
    }

    private static List<String> unknown(JsonNode object, Class<? extends Record> type) {
        Set<String> known = known(type).collect(Collectors.toSet());
        return object.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .limit(MOST_UNKNOWN_FIELDS)
                .toList();
    }

    /** A client's own text goes back to it: not all of a long one, and nothing that cannot be written as UTF-8. */
    private static String printable(String name) {
        String beginning = name.substring(0, Math.min(name.length(), LONGEST_FIELD_NAME));
        return new String(beginning.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
