package io.pullway.cli.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** The fields that we know against NACK's own definition of them. */
class NackSchemaTest {
    @ParameterizedTest
    @EnumSource
    void everyFieldOfNackIsKnownAndNoOther(Kind kind) {
        compare(kind.fields(), map(schema(kind), "properties"), kind.label());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsLeftOutGetsTheDefaultOfNack(Kind kind) {
        Map<String, Object> least = Map.of(kind == Kind.STREAM ? StreamFields.NAME : ConsumerFields.NAME, "x");
        Map<String, Object> complete = FieldTable.complete(kind.fields(), least);
        List<String> compared = new ArrayList<>();
        for (Field field : kind.fields()) {
            Object declared = map(map(schema(kind), "properties"), field.name()).get("default");
            if (declared == null || declared.equals("") || declared.equals(List.of()) || declared.equals(false)) {
                continue; // the zero of its type
            }
            Object value = complete.getOrDefault(field.name(), field.type().zero());
            // 0 and -1 are the same limit to the server, which shows -1.
            Object expected = field.name().equals("maxMsgsPerSubject") ? (Object) (-1L) : plain(declared, field.type());
            assertThat(value).as(field.name()).isEqualTo(expected);
            compared.add(field.name());
        }
        assertThat(compared).contains(kind == Kind.STREAM ? "storage" : "ackWait");
    }

    @Test
    void namesOfNatsAreUsedOnce() {
        for (Kind kind : Kind.values()) {
            assertThat(kind.fields().stream().map(Field::nats).filter(Objects::nonNull))
                    .doesNotHaveDuplicates();
        }
    }

    private static Object plain(Object value, FieldType type) {
        return switch (value) {
            case Integer number -> number.longValue();
            case String text when type instanceof Span -> GoDuration.parse(text);
            default -> value;
        };
    }

    private static void compare(List<Field> fields, Map<String, Object> properties, String path) {
        Set<String> known = new TreeSet<>(fields.stream().map(Field::name).toList());
        assertThat(known).as(path).isEqualTo(new TreeSet<>(properties.keySet()));
        fields.forEach(field -> compare(field.type(), map(properties, field.name()), path + "." + field.name()));
    }

    private static void compare(FieldType type, Map<String, Object> schema, String path) {
        String expected = switch (type) {
            case Text text -> "string";
            case Choice choice -> "string";
            case Span span -> "string";
            case Moment moment -> "string";
            case Whole whole -> Objects.equals(schema.get("type"), "number") ? "number" : "integer";
            case Flag flag -> "boolean";
            case Many many -> "array";
            case Group group -> "object";
            case Labels labels -> "object";
        };
        assertThat(schema.get("type")).as(path).isEqualTo(expected);
        switch (type) {
            case Choice choice
            when schema.get("enum") instanceof List<?> words ->
                assertThat(choice.values().keySet()).as(path).isEqualTo(Set.copyOf(words));
            case Many many -> compare(many.item(), map(schema, "items"), path + "[]");
            case Group group -> compare(group.fields(), map(schema, "properties"), path);
            default -> assertThat(schema).as(path).doesNotContainKey("enum");
        }
    }

    private static Map<String, Object> schema(Kind kind) {
        try (InputStream in = NackSchemaTest.class.getResourceAsStream("/nack-crds.yaml")) {
            return StreamSupport.stream(new Yaml().loadAll(in).spliterator(), false)
                    .map(NackSchemaTest::asMap)
                    .map(crd -> map(crd, "spec"))
                    .filter(spec -> map(spec, "names").get("kind").equals(kind.label()))
                    .flatMap(NackSchemaTest::versions)
                    .filter(version -> version.get("name").equals("v1beta2"))
                    .map(version -> map(map(map(map(version, "schema"), "openAPIV3Schema"), "properties"), "spec"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Stream<Map<String, Object>> versions(Map<String, Object> spec) {
        return ((List<?>) spec.get("versions")).stream().map(NackSchemaTest::asMap);
    }

    private static Map<String, Object> map(Map<String, Object> parent, String name) {
        return asMap(parent.get(name));
    }

    private static Map<String, Object> asMap(Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, inner) -> map.put((String) name, inner));
        return map;
    }
}
