package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.Tag;

/** What can be done with values by the table of their fields. Values are kept by the names of NACK. */
final class FieldTable {
    private FieldTable() {}

    /** The fields that are written in {@code node}; null after a problem that makes it unreadable as a whole. */
    static Map<String, Object> read(List<Field> fields, Node node, Place place) {
        if (!(node instanceof MappingNode map)) {
            place.refuse(node, "must be a map of fields" + Scalars.found(node));
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> seen = new ArrayList<>();
        for (NodeTuple tuple : map.getValue()) {
            String name = Scalars.key(tuple);
            Place here = place.field(name);
            Optional<Field> field =
                    fields.stream().filter(known -> known.name().equals(name)).findFirst();
            if (seen.contains(name)) {
                here.refuse(tuple.getKeyNode(), "stands here twice");
            } else if (field.isEmpty()) {
                here.refuse(tuple.getKeyNode(), "unknown field" + suggestion(fields, name));
            } else if (!tuple.getValueNode().getTag().equals(Tag.NULL)) {
                // Kubernetes drops a field that is null, and so it is left out here.
                Object value = field.get().type().read(tuple.getValueNode(), here);
                if (value != null) {
                    values.put(name, value);
                }
            }
            seen.add(name);
        }
        return values;
    }

    /** The same values with those that are left out, and without the ones that mean nothing. */
    static Map<String, Object> complete(List<Field> fields, Map<String, Object> values) {
        Map<String, Object> complete = new LinkedHashMap<>(values);
        if (values.isEmpty()) {
            return complete;
        }
        for (Field field : fields) {
            Object zero = field.type().zero();
            if (complete.getOrDefault(field.name(), zero).equals(zero)) {
                complete.put(field.name(), field.leftOut().apply(values));
            }
        }
        complete.entrySet()
                .removeIf(entry -> fields.stream()
                        .anyMatch(field -> field.name().equals(entry.getKey())
                                && field.type().zero().equals(entry.getValue())));
        return complete;
    }

    static Map<String, Object> fromNats(List<Field> fields, Map<String, JsonValue> json) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Field field : fields) {
            if (field.isKnownToNats()) {
                JsonValue value = get(json, field.nats());
                if (value != null && value.type != JsonValue.Type.NULL) {
                    values.put(field.name(), field.type().fromNats(value));
                }
            }
        }
        return values;
    }

    /** {@code existing}, with every field of the table as in {@code values}; what the table does not know stays. */
    static Map<String, JsonValue> toNats(
            List<Field> fields, Map<String, Object> values, Map<String, JsonValue> existing) {
        Map<String, JsonValue> json = new LinkedHashMap<>(existing);
        for (Field field : fields) {
            if (field.isKnownToNats()) {
                put(json, field, values.get(field.name()));
            }
        }
        return json;
    }

    /** What must change for {@code from} to become {@code to}; both complete. */
    static List<Difference> differences(List<Field> fields, Map<String, Object> from, Map<String, Object> to) {
        return fields.stream()
                .filter(Field::isKnownToNats)
                .map(field -> new Difference(field, value(field, from), value(field, to)))
                .filter(difference -> !Objects.equals(difference.from(), difference.to()))
                .toList();
    }

    @SuppressWarnings("unchecked") // only Group makes maps of its fields
    static Map<String, Object> values(Object group) {
        return (Map<String, Object>) group;
    }

    private static Object value(Field field, Map<String, Object> values) {
        return values.getOrDefault(field.name(), field.type().zero());
    }

    private static JsonValue get(Map<String, JsonValue> json, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return json.get(path);
        }
        JsonValue inner = json.get(path.substring(0, dot));
        return inner == null || inner.map == null ? null : get(inner.map, path.substring(dot + 1));
    }

    private static void put(Map<String, JsonValue> json, Field field, Object value) {
        String[] path = field.nats().split("\\.");
        Map<String, JsonValue> target = json;
        for (String parent : Arrays.copyOf(path, path.length - 1)) {
            Map<String, JsonValue> inner =
                    new LinkedHashMap<>(target.containsKey(parent) ? target.get(parent).map : Map.of());
            target.put(parent, new JsonValue(inner));
            target = inner;
        }
        String name = path[path.length - 1];
        if (value == null) {
            target.remove(name);
        } else if (field.type() instanceof Group group && target.containsKey(name)) {
            target.put(name, new JsonValue(toNats(group.fields(), values(value), target.get(name).map)));
        } else {
            target.put(name, field.type().toNats(value));
        }
    }

    private static String suggestion(List<Field> fields, String name) {
        return fields.stream()
                .map(Field::name)
                .min(Comparator.comparingInt(known -> distance(known, name)))
                .filter(nearest -> distance(nearest, name) <= 2)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
    }

    /** How many letters must be added, removed or replaced (Levenshtein). */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
