package io.pullway.rating.web;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.WebApplicationException;
import java.lang.reflect.RecordComponent;
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
 * Makes records that clients send of JSON, and checks their Bean Validation constraints. Finds <em>each</em> wrong
 * field: Jackson's own binding ends at the first value of a wrong type, and constraints would never be looked at.
 *
 * <p>Components are {@code String} or {@code Long}. Nothing is converted ({@code "5"} is no number), and a field
 * that the record does not have is refused: a misspelt optional field would vanish without a word, and a
 * field that a later version adds would change the meaning of what is accepted today.
 *
 * <p>Any thread may call.
 */
@Singleton
public class InputBinder {
    /**
     * What came of a JSON text.
     *
     * @param input null if it is no object; of which any component may be null where something is wrong
     * @param wrong in the order of the record, then the unknown ones
     */
    public record Bound<T extends Record>(T input, List<WrongField> wrong) {}

    /** A body of a megabyte has room for 100,000 unknown fields; who sends them does not read them. */
    private static final int MOST_UNKNOWN_FIELDS = 20;

    private static final int LONGEST_FIELD_NAME = 100;

    private final Validator validator;
    private final Instance<ReferenceCheck<?>> references;

    InputBinder(Validator validator, Instance<ReferenceCheck<?>> references) {
        this.validator = validator;
        this.references = references;
    }

    /**
     * The record, if nothing is wrong with it.
     *
     * @throws WebApplicationException 422 that names each wrong field, those too that name what does not exist
     */
    public <T extends Record> T valid(JsonNode json, Class<T> type) {
        Bound<T> bound = bind(json, type, references);
        if (!bound.wrong().isEmpty()) {
            throw Problem.invalid(bound.wrong()).asException();
        }
        return bound.input();
    }

    /** Looks nothing up: whether what the record refers to exists is not known afterwards. */
    public <T extends Record> Bound<T> bind(JsonNode json, Class<T> type) {
        return bind(json, type, List.of());
    }

    private <T extends Record> Bound<T> bind(JsonNode json, Class<T> type, Iterable<ReferenceCheck<?>> checks) {
        if (!json.isObject()) {
            return new Bound<>(null, List.of(new WrongField("", "must be a JSON object")));
        }
        Map<String, String> wrong = new HashMap<>();
        T input = record(json, type, wrong);
        for (ConstraintViolation<T> violation : validator.validate(input)) {
            wrong.putIfAbsent(violation.getPropertyPath().toString(), violation.getMessage());
        }
        List<String> unknown = unknown(json, type);
        if (!wrong.isEmpty() || !unknown.isEmpty()) {
            for (ReferenceCheck<?> check : checks) {
                wrongReferences(check, input).forEach(field -> wrong.putIfAbsent(field.field(), field.detail()));
            }
        }
        List<WrongField> errors = new ArrayList<>();
        names(type).filter(wrong::containsKey).forEach(name -> errors.add(new WrongField(name, wrong.get(name))));
        unknown.forEach(name -> errors.add(new WrongField(printable(name), "is not known")));
        return new Bound<>(input, errors);
    }

    private static <T extends Record> List<WrongField> wrongReferences(ReferenceCheck<T> check, Record input) {
        return check.type().isInstance(input) ? check.wrong(check.type().cast(input)) : List.of();
    }

    private static <T extends Record> T record(JsonNode object, Class<T> type, Map<String, String> wrong) {
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

    private static Stream<String> names(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName);
    }

    private static List<String> unknown(JsonNode object, Class<? extends Record> type) {
        Set<String> known = names(type).collect(Collectors.toSet());
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
