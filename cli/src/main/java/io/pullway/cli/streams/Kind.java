package io.pullway.cli.streams;

import io.nats.client.support.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.nodes.Node;

/** The kinds of resources that are applied, and what their fields are. */
enum Kind {
    STREAM("Stream", StreamFields.ALL, values -> values, (spec, node, place) -> {}),
    CONSUMER("Consumer", ConsumerFields.ALL, ConsumerFields::canonical, ConsumerFields::check);

    private interface Check {
        void check(Map<String, Object> spec, Node node, Place place);
    }

    private final String label;
    private final List<Field> fields;
    private final UnaryOperator<Map<String, Object>> canonical;
    private final Check check;

    Kind(String label, List<Field> fields, UnaryOperator<Map<String, Object>> canonical, Check check) {
        this.label = label;
        this.fields = withThoseForNack(fields);
        this.canonical = canonical;
        this.check = check;
    }

    static Optional<Kind> named(String label) {
        return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
    }

    /** As in YAML: {@code Stream}. */
    String label() {
        return label;
    }

    List<Field> fields() {
        return fields;
    }

    /** The complete values of a {@code spec}; null after a problem that makes it unreadable. */
    Map<String, Object> read(Node node, Place place) {
        Map<String, Object> spec = FieldTable.read(fields, node, place);
        if (spec == null) {
            return null;
        }
        check.check(spec, node, place);
        return FieldTable.complete(fields, canonical.apply(spec));
    }

    /** The complete values of what a server has. */
    Map<String, Object> fromNats(JsonValue config) {
        return FieldTable.complete(fields, canonical.apply(FieldTable.fromNats(fields, config.map)));
    }

    /** The configuration to send; what {@code existing} has beyond the known fields stays in it. */
    JsonValue toNats(Map<String, Object> spec, Map<String, JsonValue> existing) {
        return new JsonValue(FieldTable.toNats(fields, spec, existing));
    }

    List<Difference> differences(Map<String, Object> from, Map<String, Object> to) {
        return FieldTable.differences(fields, from, to);
    }

    private static List<Field> withThoseForNack(List<Field> fields) {
        List<Field> all = new ArrayList<>(fields);
        all.addAll(NackFields.ALL);
        return List.copyOf(all);
    }
}
