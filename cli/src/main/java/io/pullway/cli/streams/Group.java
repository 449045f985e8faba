package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;

/** Fields of their own; only those that are set are kept. */
record Group(List<Field> fields) implements FieldType {
    @Override
    public Object zero() {
        return Map.of();
    }

    @Override
    public Object read(Node node, Place place) {
        Map<String, Object> values = FieldTable.read(fields, node, place);
        return values == null ? null : FieldTable.complete(fields, values);
    }

    @Override
    public Object fromNats(JsonValue json) {
        return FieldTable.complete(fields, FieldTable.fromNats(fields, json.map));
    }

    @Override
    public JsonValue toNats(Object value) {
        return new JsonValue(FieldTable.toNats(fields, FieldTable.values(value), Map.of()));
    }

    @Override
    public String show(Object value) {
        if (value.equals(zero())) {
            return "(none)";
        }
        Map<String, Object> values = FieldTable.values(value);
        return fields.stream()
                .filter(field -> values.containsKey(field.name()))
                .map(field -> field.name() + ": " + field.type().show(values.get(field.name())))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
